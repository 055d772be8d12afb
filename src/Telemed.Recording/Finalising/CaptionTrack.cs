using System.Globalization;
using System.Text;
using Telemed.Recording.Manifest;

namespace Telemed.Recording.Finalising;

/// <summary>
/// The captions of a recording: who speaks, and what is missing. Where several hold at once they become one line, so that no
/// two cues of a track overlap, which players of MP4 do not show well.
/// </summary>
public static class CaptionTrack
{
    /// <summary>MP4 counts the microseconds of a sample of text in 31 bits: neither a cue nor the time between two may be
    /// longer than 35 minutes.</summary>
    private const long LongestMs = 30 * 60_000;

    private const long BlankMs = 10;
    private const string Blank = "\u2060"; // word joiner: it shows nothing

    /// <summary>Captions that tell who speaks.</summary>
    public static IReadOnlyList<Caption> Speakers(IEnumerable<ManifestSpeech> speech, Func<string, string> nameOf) =>
        Flatten(speech.Select(span => new Caption(span.FromMs, span.ToMs, Line(nameOf(span.Participant)))));

    /// <summary>Captions that tell where something is missing, why, whose, and for how long; each at least two seconds, to be
    /// read.</summary>
    public static IReadOnlyList<Caption> Gaps(
        IEnumerable<ManifestGap> gaps, Func<string, string> nameOf, long durationMs) =>
        Flatten(gaps.Select(gap => new Caption(
            gap.FromMs, Math.Min(Math.Max(gap.ToMs, gap.FromMs + 2000), durationMs), Text(gap, nameOf))));

    /// <summary>The same captions for a track of an MP4 file: long ones in pieces, and invisible ones in long silences.</summary>
    public static IReadOnlyList<Caption> ForMp4(IEnumerable<Caption> captions)
    {
        var track = new List<Caption>();
        var end = 0L;
        foreach (var caption in captions)
        {
            for (; caption.FromMs - end > LongestMs; end += LongestMs)
            {
                track.Add(new(end + LongestMs - BlankMs, end + LongestMs, Blank));
            }

            for (end = caption.FromMs; end < caption.ToMs;)
            {
                var from = end;
                end = Math.Min(caption.ToMs, from + LongestMs);
                track.Add(caption with { FromMs = from, ToMs = end });
            }
        }

        return track;
    }

    /// <summary>Captions as WebVTT.</summary>
    public static string ToWebVtt(IEnumerable<Caption> captions)
    {
        var text = new StringBuilder("WEBVTT\n");
        foreach (var caption in captions)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{Time(caption.FromMs)} --> {Time(caption.ToMs)}\n{Escape(caption.Text)}\n");
        }

        return text.ToString();
    }

    private static List<Caption> Flatten(IEnumerable<Caption> captions)
    {
        var all = captions.Where(caption => caption.ToMs > caption.FromMs).OrderBy(caption => caption.FromMs).ToList();
        var edges = all.SelectMany(caption => (long[])[caption.FromMs, caption.ToMs]).Distinct().Order().ToList();
        var flat = new List<Caption>();
        var begun = 0;
        var open = new List<Caption>();
        for (var index = 0; index + 1 < edges.Count; index++)
        {
            var (from, to) = (edges[index], edges[index + 1]);
            open.RemoveAll(caption => caption.ToMs <= from);
            for (; begun < all.Count && all[begun].FromMs <= from; begun++)
            {
                open.Add(all[begun]);
            }

            var text = string.Join(" / ", open.Select(caption => caption.Text).Distinct(StringComparer.Ordinal));
            if (text.Length == 0)
            {
                continue;
            }

            if (flat.Count > 0 && flat[^1].ToMs == from && flat[^1].Text == text)
            {
                flat[^1] = flat[^1] with { ToMs = to };
            }
            else
            {
                flat.Add(new(from, to, text));
            }
        }

        return flat;
    }

    private static string Text(ManifestGap gap, Func<string, string> nameOf)
    {
        var cause = gap.Cause switch
        {
            GapCause.Network => "网络丢失 network loss",
            GapCause.QueueOverflow => "服务器过载 server overload",
            GapCause.ParticipantAway => "连接中断 link lost",
            GapCause.ServerAway => "服务器中断 server away",
            _ => "存储损坏 storage damage",
        };
        var whose = gap.Participant is { } who ? " · " + Line(nameOf(who)) : "";
        return string.Create(CultureInfo.InvariantCulture, $"[{cause}{whose} · {gap.DurationMs / 1000.0:F1} s]");
    }

    private static string Line(string name) =>
        name.Length == 0 ? "?" : string.Concat(name.Select(letter => char.IsControl(letter) ? ' ' : letter));

    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Time(long ms)
    {
        var time = TimeSpan.FromMilliseconds(ms);
        return string.Create(
            CultureInfo.InvariantCulture, $"{(int)time.TotalHours:D2}:{time.Minutes:D2}:{time.Seconds:D2}.{time.Milliseconds:D3}");
    }
}
