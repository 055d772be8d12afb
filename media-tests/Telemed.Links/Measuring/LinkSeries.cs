using System.Globalization;
using Telemed.Browser.Tests.Fixtures;
using Telemed.Links.Box;

namespace Telemed.Links.Measuring;

/// <summary>What passed a link, second by second: artifacts/bench/links-NAME.csv, to see how a figure came about.</summary>
internal static class LinkSeries
{
    /// <summary>Writes kilobits a second and the longest wait of each half second.</summary>
    /// <param name="name">The row's name.</param>
    /// <param name="passed">The packets.</param>
    /// <param name="fromMs">The moment that is second 0, on the box's clock.</param>
    public static void Write(string name, IReadOnlyList<Passage> passed, double fromMs)
    {
        var lines = passed
            .GroupBy(one => Math.Floor((one.AtMs - fromMs) / 500) / 2)
            .OrderBy(half => half.Key)
            .Select(half => string.Create(
                CultureInfo.InvariantCulture,
                $"{half.Key:0.0},{half.Sum(one => one.Bytes) * 8 / 500.0:0},{half.Max(one => one.DelayMs):0}"));
        File.WriteAllLines(Path.Combine(Repository.Artifacts("bench"), $"links-{name}.csv"), ["second,kbit/s,longest wait ms", .. lines]);
    }

    /// <summary>Writes every packet that passed: when, how long it waited, its length, and of RTP its payload type, number and time.</summary>
    public static void WritePackets(string name, IReadOnlyList<Passage> passed, double fromMs) => File.WriteAllLines(
        Path.Combine(Repository.Artifacts("bench"), $"links-{name}.csv"),
        [
            "ms,waited ms,bytes,payload type,number,time",
            .. passed.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.AtMs - fromMs:0.0},{one.DelayMs:0.0},{one.Bytes},{one.Rtp?.PayloadType},{one.Rtp?.Sequence},{one.Rtp?.Timestamp}")),
        ]);

    /// <summary>Writes what a page did with the sound it got, quarter second by quarter second.</summary>
    public static void WriteSound(string name, Watch seen)
    {
        var lines = seen.Samples.Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"{(one.At - seen.FromMs) / 1000:0.00},{one.Audio / 48:0},{one.Concealed / 48:0},{one.Silent / 48:0},{one.Lost:0},{one.Discarded:0},{one.Repeats:0},{one.Useless:0},{Mean(one.Waited, one.Played):0},{Mean(one.Wanted, one.Played):0},{one.Wish:0},{one.Slowed / 48:0},{one.Hastened / 48:0}"));
        const string Head = "second,played ms,concealed ms,of it silent ms,packets lost,discarded,repetitions,unused,waited ms,wanted ms,asked ms,slowed ms,hastened ms";
        File.WriteAllLines(Path.Combine(Repository.Artifacts("bench"), $"links-{name}.csv"), [Head, .. lines]);
    }

    /// <summary>Writes what a page believed of its own way out, and what it sent by it, quarter second by quarter second.</summary>
    public static void WriteSending(string name, Watch seen)
    {
        var lines = seen.Samples.Select(one => string.Create(
            CultureInfo.InvariantCulture,
            $"{(one.At - seen.FromMs) / 1000:0.00},{one.Outgoing / 1000:0},{one.Target / 1000:0},{one.Sent * 8 / 250:0},{one.RoundTripMs:0},{one.SentFrames:0},{one.SentHeight},{one.Score}"));
        const string Head = "second,believed kbit/s,picture's target kbit/s,sent kbit/s,round trip ms,frames sent,their height,score";
        File.WriteAllLines(Path.Combine(Repository.Artifacts("bench"), $"links-{name}.csv"), [Head, .. lines]);
    }

    private static double Mean(double seconds, double samples) => samples > 0 ? seconds / samples * 1000 : 0;
}
