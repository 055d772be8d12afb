using Telemed.Rtc.Session;

namespace Telemed.TestKit.Network;

/// <summary>A datagram on its way.</summary>
/// <param name="From">Where the receiver sees it come from.</param>
/// <param name="To">Where it goes.</param>
/// <param name="Bytes">Its payload.</param>
public sealed record Packet(NetworkPath From, NetworkPath To, byte[] Bytes);
