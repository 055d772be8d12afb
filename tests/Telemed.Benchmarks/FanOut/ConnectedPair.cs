using System.Security.Cryptography;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Benchmarks.FanOut;

/// <summary>A relay's transport and a client's, connected through memory: no sockets, no waiting.</summary>
internal sealed class ConnectedPair : IDisposable
{
    private static readonly NetworkPath RelayPath = NetworkPath.FromIPv4(0x7F00_0001, 1);
    private static readonly NetworkPath ClientPath = NetworkPath.FromIPv4(0x7F00_0001, 2);
    private readonly byte[] _buffer = new byte[1536];
    private MonotonicTime _now = MonotonicTime.FromMilliseconds(1);

    public ConnectedPair(DtlsCertificate certificate)
    {
        var ours = IceCredentials.Create(RandomNumberGenerator.GetBytes(IceCredentials.EntropyLength));
        var theirs = IceCredentials.Create(RandomNumberGenerator.GetBytes(IceCredentials.EntropyLength));
        Relay = new(new()
        {
            LocalCredentials = ours,
            Certificate = certificate,
            RemoteFingerprint = certificate.Fingerprint,
        });
        Client = new(new()
        {
            IceRole = IceRole.Controlling,
            LocalCredentials = theirs,
            DtlsRole = DtlsRole.Active,
            Certificate = certificate,
        });
        Client.SetRemote(ours, certificate.Fingerprint);
        Client.AddRemoteCandidate(RelayPath, 1);
        for (var i = 0; i < 1000 && !BothConnected; i++)
        {
            Step();
        }

        if (!BothConnected)
        {
            throw new InvalidOperationException($"Not connected: {Relay.State}, {Client.State}.");
        }
    }

    public PeerTransport Relay { get; }

    public PeerTransport Client { get; }

    private bool BothConnected =>
        Relay.State == PeerTransportState.Connected && Client.State == PeerTransportState.Connected;

    public void Dispose()
    {
        Relay.Dispose();
        Client.Dispose();
    }

    private void Step()
    {
        _now += TimeSpan.FromMilliseconds(5);
        Client.HandleTimeout(_now);
        Relay.HandleTimeout(_now);
        Carry(Client, Relay, ClientPath);
        Carry(Relay, Client, RelayPath);
    }

    private void Carry(PeerTransport from, PeerTransport to, NetworkPath path)
    {
        while (from.TryPollDatagram(_buffer, out var length, out _))
        {
            to.Receive(_now, path, _buffer.AsSpan(0, length), out _);
        }

        while (from.TryPollEvent(out _))
        {
        }
    }
}
