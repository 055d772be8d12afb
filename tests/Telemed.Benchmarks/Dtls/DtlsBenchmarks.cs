using BenchmarkDotNet.Attributes;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Time;

namespace Telemed.Benchmarks.Dtls;

/// <summary>A whole handshake, both sides on one thread; the relay pays about half of it.</summary>
[Config(typeof(InProcessConfig))]
public class DtlsBenchmarks : IDisposable
{
    private readonly byte[] _buffer = new byte[1500];
    private DtlsCertificate _client = null!;
    private DtlsCertificate _server = null!;

    [GlobalSetup]
    public void SetUp()
    {
        _client = DtlsCertificate.Create(DateTimeOffset.UnixEpoch);
        _server = DtlsCertificate.Create(DateTimeOffset.UnixEpoch);
    }

    [Benchmark]
    public DtlsState Handshake()
    {
        using var client = new DtlsEndpoint(DtlsRole.Active, _client);
        using var server = new DtlsEndpoint(DtlsRole.Passive, _server);
        client.SetPeerFingerprint(_server.Fingerprint);
        server.SetPeerFingerprint(_client.Fingerprint);
        client.Start(default);
        while (Carry(client, server) | Carry(server, client))
        {
        }

        return server.State == DtlsState.Connected
            ? client.State
            : throw new InvalidOperationException("The handshake must end.");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _client?.Dispose();
        _server?.Dispose();
    }

    private bool Carry(DtlsEndpoint from, DtlsEndpoint to)
    {
        var any = false;
        while (from.TryPollDatagram(_buffer, out var length))
        {
            to.Receive(new MonotonicTime(1), _buffer.AsSpan(0, length));
            any = true;
        }

        return any;
    }
}
