using Telemed.Rtc.Dtls;
using Telemed.TestKit.Peers;

namespace Telemed.Rtc.Tests.Session;

/// <summary>Measures the process, so nothing else may run beside it.</summary>
[CollectionDefinition(nameof(NativeMemoryTests), DisableParallelization = true)]
[Collection(nameof(NativeMemoryTests))]
public sealed class NativeMemoryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Fact]
    public void A_thousand_calls_leave_no_native_memory_behind()
    {
        ConnectAndDispose(200);
        var before = NativeBytes();

        ConnectAndDispose(1_000);

        // One forgotten session of each call would be 55 MB.
        AssertStayedWithin(10_000_000, before);
    }

    [Fact]
    public void A_thousand_transports_that_never_connect_leave_no_native_memory_behind()
    {
        MakeAndDispose(1_000);
        var before = NativeBytes();

        MakeAndDispose(5_000);

        AssertStayedWithin(10_000_000, before);
    }

    [Fact]
    public void Certificates_leave_no_native_memory_behind()
    {
        MakeCertificates(1_000);
        var before = NativeBytes();

        MakeCertificates(3_000);

        // The allocators' own growth comes early and ends; 2 kB forgotten with each would go beyond.
        AssertStayedWithin(6_000_000, before);
    }

    private static void ConnectAndDispose(int times)
    {
        for (var i = 0; i < times; i++)
        {
            using var pair = new PeerPair(new() { Seed = i });
            Assert.True(pair.RunUntil(() => pair.BothConnected, Limit));
        }
    }

    private static void MakeAndDispose(int times)
    {
        for (var i = 0; i < times; i++)
            new PeerPair(new() { Seed = i }).Dispose();
    }

    private static void MakeCertificates(int times)
    {
        for (var i = 0; i < times; i++)
            DtlsCertificate.Create(DateTimeOffset.UnixEpoch).Dispose();
    }

    private static void AssertStayedWithin(long limit, long before)
    {
        var grown = NativeBytes() - before;
        Assert.True(grown < limit, $"{grown} bytes more are resident");
    }

    private static long NativeBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.WorkingSet64 - GC.GetGCMemoryInfo().TotalCommittedBytes;
    }
}
