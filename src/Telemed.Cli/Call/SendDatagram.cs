namespace Telemed.Cli.Call;

/// <summary>Takes one datagram for the peer.</summary>
internal delegate void SendDatagram(ReadOnlySpan<byte> datagram);
