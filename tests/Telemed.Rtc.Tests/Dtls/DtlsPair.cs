using Telemed.Rtc.Dtls;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Tests.Dtls;

/// <summary>Two DTLS end points and what is on the way between them, in virtual time.</summary>
internal sealed class DtlsPair : IDisposable
{
    private static readonly DtlsCertificate SharedClient = DtlsCertificate.Create(DateTimeOffset.UnixEpoch);
    private static readonly DtlsCertificate SharedServer = DtlsCertificate.Create(DateTimeOffset.UnixEpoch);

    private readonly byte[] _buffer = new byte[2048];

    public DtlsPair(int mtu = 1200)
        : this(SharedClient, SharedServer, mtu)
    {
    }

    public DtlsPair(DtlsCertificate client, DtlsCertificate server, int mtu = 1200)
    {
        ClientFingerprint = client.Fingerprint;
        Client = new(DtlsRole.Active, client, mtu);
        Server = new(DtlsRole.Passive, server, mtu);
        Client.SetPeerFingerprint(server.Fingerprint);
        Server.SetPeerFingerprint(client.Fingerprint);
    }

    public DtlsEndpoint Client { get; }

    public DtlsEndpoint Server { get; }

    public DtlsFingerprint ClientFingerprint { get; }

    public MonotonicTime Now { get; private set; }

    /// <summary>Every datagram sent so far, with its sender.</summary>
    public List<(bool FromClient, byte[] Datagram)> Sent { get; } = [];

    /// <summary>Decides whether a datagram is lost.</summary>
    public Func<bool, byte[], bool> Loses { get; set; } = (_, _) => false;

    public bool BothConnected => Client.State == DtlsState.Connected && Server.State == DtlsState.Connected;

    /// <summary>Runs until both are quiet and no deadline is left, or an hour of virtual time has passed.</summary>
    public void Run()
    {
        Client.Start(Now);
        while (true)
        {
            while (Carry(Client, Server, fromClient: true) | Carry(Server, Client, fromClient: false))
            {
            }

            var next = Client.NextDeadline < Server.NextDeadline ? Client.NextDeadline : Server.NextDeadline;
            if (next == MonotonicTime.Never)
                return;
            Assert.True(next.Milliseconds < 3_600_000, "the handshake never ends");
            Now = next > Now ? next : Now;
            Client.HandleTimeout(Now);
            Server.HandleTimeout(Now);
        }
    }

    public byte[] Poll(DtlsEndpoint from) =>
        from.TryPollDatagram(_buffer, out var length) ? _buffer[..length] : [];

    public void Dispose()
    {
        Client.Dispose();
        Server.Dispose();
    }

    private bool Carry(DtlsEndpoint from, DtlsEndpoint to, bool fromClient)
    {
        var any = false;
        while (from.TryPollDatagram(_buffer, out var length))
        {
            any = true;
            var datagram = _buffer[..length];
            Sent.Add((fromClient, datagram));
            if (!Loses(fromClient, datagram))
                to.Receive(Now, datagram);
        }

        return any;
    }
}
