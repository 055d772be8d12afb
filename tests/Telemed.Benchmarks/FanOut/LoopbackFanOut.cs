using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media;
using Telemed.Media.Recording;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Rtp;

namespace Telemed.Benchmarks.FanOut;

/// <summary>
/// The whole relay over loopback: one publisher sends 1,200-byte packets, many viewers get them. Prints the CPU time of
/// the shard's thread per packet out. Run with <c>loopback [receivers] [packets per burst]</c>.
/// </summary>
internal static class LoopbackFanOut
{
    private const int Runs = 5;
    private const int PacketsPerRun = 4000;

    public static async Task RunAsync(int receivers, int burst)
    {
        var directory = Directory.CreateTempSubdirectory("telemed-bench-").FullName;
        await using var node = MediaNode.Start(
            new() { Address = "127.0.0.1", Port = 0 },
            new RecordingOptions { Directory = directory },
            TimeProvider.System,
            NullLoggerFactory.Instance);
        using var certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
        using var publisher = new LoopbackClient(certificate);
        await publisher.JoinAsync(node, "room", "publisher", publish: true);
        List<LoopbackClient> viewers = [];
        for (var i = 0; i < receivers; i++)
        {
            var viewer = new LoopbackClient(certificate);
            viewers.Add(viewer);
            await viewer.JoinAsync(node, "room", $"viewer{i}", publish: false);
        }

        viewers.ForEach(viewer => viewer.DropAll());
        using var floor = new Floor(certificate, receivers);
        floor.Measure(PacketsPerRun / 4, burst);
        var source = new Source(publisher);
        source.Send(key: true);
        await DeliverAsync(node, source, PacketsPerRun / 4, burst);
        for (var run = 0; run < Runs; run++)
        {
            var least = floor.Measure(PacketsPerRun, burst);

            // The clock of the thread is read every 100 ms; a turn after that brings it up to date.
            await Task.Delay(150);
            source.Send(key: false);
            await Task.Delay(50);
            var before = node.Snapshot().Shards[0];
            await DeliverAsync(node, source, PacketsPerRun, burst);
            await Task.Delay(150);
            source.Send(key: false);
            await Task.Delay(50);
            var after = node.Snapshot().Shards[0];
            var sent = after.PacketsOut - before.PacketsOut;
            var cpu = (after.CpuNanoseconds - before.CpuNanoseconds) / 1000.0 / sent;
            Console.WriteLine(
                $"{publisher.Profile}, {receivers} receivers, bursts of {burst}: {cpu:0.000} us CPU per packet out, "
                + $"{cpu / least:0.00} times the floor of {least:0.000}, "
                + $"{sent} packets, {after.DatagramsDropped - before.DatagramsDropped} dropped, "
                + $"{after.AllocatedBytes - before.AllocatedBytes} managed bytes");
        }

        viewers.ForEach(viewer => viewer.Dispose());
        Directory.Delete(directory, recursive: true);
    }

    private static async Task DeliverAsync(MediaNode node, Source source, int packets, int burst)
    {
        for (var sent = 0; sent < packets; sent += burst)
        {
            var goal = node.Snapshot().Shards[0].PacketsIn + burst;
            for (var i = 0; i < burst; i++)
            {
                source.Send(key: false);
            }

            while (node.Snapshot().Shards[0].PacketsIn < goal)
            {
                await Task.Yield();
            }
        }
    }

    private sealed class Source(LoopbackClient publisher)
    {
        private readonly byte[] _packet = new byte[1536];
        private ushort _sequence;

        public void Send(bool key)
        {
            var writer = new RtpPacketWriter(_packet, true, 96, ++_sequence, (uint)(_sequence * 3000), LoopbackClient.VideoSsrc);
            Span<byte> payload = stackalloc byte[1188];
            payload[0] = 0x90;
            payload[1] = 0x80;
            payload[2] = (byte)(0x80 | ((_sequence >> 8) & 0x7F));
            payload[3] = (byte)_sequence;
            payload[4] = (byte)(key ? 0 : 1);
            publisher.Send(_packet, writer.Finish(payload));
        }
    }
}
