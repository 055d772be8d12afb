using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;
using Telemed.TestKit.Network;

namespace Telemed.TestKit.Peers;

/// <summary>
/// A client (controlling ICE, active DTLS) and a relay (lite, passive) with an emulated network between them, in
/// virtual time. The client sits behind an address translation that may give it another address at any time.
/// </summary>
public sealed class PeerPair : IDisposable
{
    /// <summary>Where the relay listens.</summary>
    public static readonly NetworkPath RelayAddress = NetworkPath.FromIPv4(0xC633_6401, 20000);

    private const int MaxSteps = 2_000_000;
    private static readonly DateTimeOffset CertificateTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Shared by all pairs, as a relay shares its own: making one costs more than a handshake.
    private static readonly DtlsCertificate ClientCertificate = DtlsCertificate.Create(CertificateTime);
    private static readonly DtlsCertificate RelayCertificate = DtlsCertificate.Create(CertificateTime);
    private static readonly DtlsCertificate OtherCertificate = DtlsCertificate.Create(CertificateTime);

    private readonly NetworkPath _relayAddress;

    /// <summary>Makes the pair; nothing moves before <see cref="Run"/> or <see cref="RunUntil"/>.</summary>
    public PeerPair(PeerPairOptions? options = null)
    {
        options ??= new();
        _relayAddress = RelayAddress with { Protocol = options.Protocol };
        ClientAddress = NetworkPath.FromIPv4(0xCB00_7105, 40000, options.Protocol);
        Up = new(options.Seed) { Conditions = options.Up };
        Down = new(options.Seed + 1) { Conditions = options.Down };
        var random = new SeededRandomNumbers(options.Seed);
        var clientCredentials = NewCredentials(random);
        var relayCredentials = NewCredentials(random);
        RelayCredentials = relayCredentials;

        Client = new(new(new()
        {
            IceRole = IceRole.Controlling,
            LocalCredentials = clientCredentials,
            DtlsRole = options.RelayIsDtlsActive ? DtlsRole.Passive : DtlsRole.Active,
            Certificate = ClientCertificate,
            Random = random,
        }));
        Relay = new(new(new()
        {
            IceRole = IceRole.Lite,
            LocalCredentials = relayCredentials,
            DtlsRole = options.RelayIsDtlsActive ? DtlsRole.Active : DtlsRole.Passive,
            Certificate = RelayCertificate,
            RemoteFingerprint = Expected(options.RelayExpectsOtherFingerprint, ClientCertificate),
            LongestSilence = options.LongestSilence,
        }));
        Client.Transport.SetRemote(relayCredentials, Expected(options.ClientExpectsOtherFingerprint, RelayCertificate));
        Client.Transport.AddRemoteCandidate(_relayAddress, 2_130_706_431);
        Client.Output = (to, bytes) => Up.Send(Now, new(ClientAddress, to, bytes), bytes.Length);
        Relay.Output = (to, bytes) => Down.Send(Now, new(_relayAddress, to, bytes), bytes.Length);
    }

    /// <summary>The client.</summary>
    public TestPeer Client { get; }

    /// <summary>The relay.</summary>
    public TestPeer Relay { get; }

    /// <summary>What the relay announced: who has them may send it checks.</summary>
    public IceCredentials RelayCredentials { get; }

    /// <summary>From the client to the relay.</summary>
    public EmulatedLink<Packet> Up { get; }

    /// <summary>From the relay to the client.</summary>
    public EmulatedLink<Packet> Down { get; }

    /// <summary>Virtual time, for planning media and mishaps.</summary>
    public Timeline Time { get; } = new();

    /// <summary>The present instant.</summary>
    public MonotonicTime Now => Time.Now;

    /// <summary>The address by which the relay sees the client.</summary>
    public NetworkPath ClientAddress { get; private set; }

    /// <summary>Whether media can flow both ways.</summary>
    public bool BothConnected => Client.Transport.State == PeerTransportState.Connected
        && Relay.Transport.State == PeerTransportState.Connected;

    /// <summary>Gives the client another address: what is sent to the old one is lost from now on.</summary>
    public void Rebind() => ClientAddress = ClientAddress with
    {
        AddressLow = ClientAddress.AddressLow + 1,
        Port = (ushort)(ClientAddress.Port + 17),
    };

    /// <summary>Runs for a span of virtual time.</summary>
    public void Run(TimeSpan span) => RunUntil(() => false, span);

    /// <summary>
    /// Runs until something is so, at most for a span of virtual time; false when it did not come about.
    /// </summary>
    public bool RunUntil(Func<bool> done, TimeSpan limit)
    {
        var end = Now + limit;
        for (var step = 0; step < MaxSteps; step++)
        {
            if (done())
                return true;
            var next = NextInstant();
            if (next > end)
            {
                Time.MoveTo(end);
                return false;
            }

            Time.MoveTo(next);
            Step();
        }

        throw new InvalidOperationException($"Time does not move on from {Now}.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Client.Dispose();
        Relay.Dispose();
    }

    private static IceCredentials NewCredentials(SeededRandomNumbers random)
    {
        Span<byte> bytes = stackalloc byte[IceCredentials.EntropyLength];
        random.GetBytes(bytes);
        return IceCredentials.Create(bytes);
    }

    private static DtlsFingerprint Expected(bool other, DtlsCertificate real) =>
        other ? OtherCertificate.Fingerprint : real.Fingerprint;

    private MonotonicTime NextInstant()
    {
        var next = Time.NextDeadline;
        foreach (var due in (ReadOnlySpan<MonotonicTime>)[
            Up.NextArrival, Down.NextArrival, Client.Transport.NextDeadline, Relay.Transport.NextDeadline])
        {
            next = due < next ? due : next;
        }

        return next;
    }

    private void Step()
    {
        while (Up.TryReceive(Now, out var packet))
        {
            if (packet.To == _relayAddress)
                Relay.Receive(Now, packet.From, packet.Bytes);
        }

        while (Down.TryReceive(Now, out var packet))
        {
            if (packet.To == ClientAddress)
                Client.Receive(Now, packet.From, packet.Bytes);
        }

        if (Client.Transport.NextDeadline <= Now)
            Client.HandleTimeout(Now);
        if (Relay.Transport.NextDeadline <= Now)
            Relay.HandleTimeout(Now);
    }
}
