using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.TestKit.Peers;

/// <summary>One side of a call: its transport, and everything that came out of it.</summary>
public sealed class TestPeer(PeerTransport transport) : IDisposable
{
    private const int Overhead = 32;

    private readonly byte[] _buffer = new byte[2048];

    /// <summary>The engine.</summary>
    public PeerTransport Transport => transport;

    /// <summary>Where its datagrams go: from, to, bytes.</summary>
    public Action<NetworkPath, byte[]> Output { get; set; } = (_, _) => { };

    /// <summary>Every event so far, with its time.</summary>
    public List<(MonotonicTime At, PeerTransportEvent Event)> Events { get; } = [];

    /// <summary>Every RTP packet received, in plaintext.</summary>
    public List<byte[]> Rtp { get; } = [];

    /// <summary>Every RTCP packet received, in plaintext.</summary>
    public List<byte[]> Rtcp { get; } = [];

    /// <summary>Whether an event of this kind has happened.</summary>
    public bool Saw(PeerTransportEventKind kind) => Events.Exists(seen => seen.Event.Kind == kind);

    /// <summary>Gives it a datagram and sends what it answers.</summary>
    public void Receive(MonotonicTime now, NetworkPath from, byte[] datagram)
    {
        var bytes = (byte[])datagram.Clone();
        var result = transport.Receive(now, from, bytes, out var length);
        if (result == ReceiveResult.Rtp)
            Rtp.Add(bytes[..length]);
        else if (result == ReceiveResult.Rtcp)
            Rtcp.Add(bytes[..length]);
        Drain(now);
    }

    /// <summary>Lets it do what is due and sends the outcome.</summary>
    public void HandleTimeout(MonotonicTime now)
    {
        transport.HandleTimeout(now);
        Drain(now);
    }

    /// <summary>Closes it and sends the farewell.</summary>
    public void Close(MonotonicTime now)
    {
        transport.Close(now);
        Drain(now);
    }

    /// <summary>Protects and sends an RTP packet; false when the transport cannot.</summary>
    public bool SendRtp(ReadOnlySpan<byte> packet)
    {
        var bytes = WithRoom(packet);
        return Send(bytes, transport.ProtectRtp(bytes, packet.Length));
    }

    /// <summary>Protects and sends an RTCP packet; false when the transport cannot.</summary>
    public bool SendRtcp(ReadOnlySpan<byte> packet)
    {
        var bytes = WithRoom(packet);
        return Send(bytes, transport.ProtectRtcp(bytes, packet.Length));
    }

    /// <inheritdoc/>
    public void Dispose() => transport.Dispose();

    private static byte[] WithRoom(ReadOnlySpan<byte> packet)
    {
        var bytes = new byte[packet.Length + Overhead];
        packet.CopyTo(bytes);
        return bytes;
    }

    private bool Send(byte[] bytes, int length)
    {
        if (length == 0)
            return false;
        Output(transport.SelectedPath, bytes[..length]);
        return true;
    }

    private void Drain(MonotonicTime now)
    {
        while (transport.TryPollDatagram(_buffer, out var length, out var to))
            Output(to, _buffer[..length]);
        while (transport.TryPollEvent(out var happened))
            Events.Add((now, happened));
    }
}
