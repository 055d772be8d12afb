namespace Telemed.TestKit.Network;

/// <summary>Loss in bursts: a chain of two states, of which the bad one loses everything (Gilbert's model).</summary>
/// <param name="Enter">Chance per datagram to go from good to bad, 0 to 1.</param>
/// <param name="Leave">Chance per datagram to go from bad to good; a burst is 1/Leave datagrams long on
/// average.</param>
public readonly record struct BurstLoss(double Enter, double Leave);
