using System.Globalization;

namespace Telemed.Peers.Rooms;

/// <summary>As little of SDP as these tests look at; not our engines' reader, which would only agree with itself.</summary>
internal static class Sdp
{
    /// <summary>The lines.</summary>
    public static string[] Lines(string sdp) => sdp.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What stands behind the first <c>a=NAME:</c>.</summary>
    public static string Attribute(string sdp, string name) =>
        Lines(sdp).First(line => line.StartsWith($"a={name}:", StringComparison.Ordinal))[(name.Length + 3)..];

    /// <summary>The SSRCs that are named in the sections of a kind.</summary>
    public static IReadOnlyDictionary<string, HashSet<uint>> SsrcsByKind(string sdp)
    {
        var found = new Dictionary<string, HashSet<uint>>(StringComparer.Ordinal);
        var kind = "";
        foreach (var line in Lines(sdp))
        {
            if (line.StartsWith("m=", StringComparison.Ordinal)) found.TryAdd(kind = line[2..].Split(' ')[0], []);
            if (line.StartsWith("a=ssrc:", StringComparison.Ordinal))
            {
                found[kind].Add(uint.Parse(line[7..].Split(' ')[0], CultureInfo.InvariantCulture));
            }
        }

        return found;
    }

    /// <summary>The fragment (RFC 8840) with an offer's credentials and candidates.</summary>
    public static string Fragment(string offer)
    {
        var lines = Lines(offer);
        var candidates = lines.Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)).Distinct();
        string[] fragment =
        [
            $"a=ice-ufrag:{Attribute(offer, "ice-ufrag")}", $"a=ice-pwd:{Attribute(offer, "ice-pwd")}",
            lines.First(line => line.StartsWith("m=", StringComparison.Ordinal)), $"a=mid:{Attribute(offer, "mid")}",
            .. candidates, "a=end-of-candidates",
        ];
        return string.Concat(fragment.Select(line => line + "\r\n"));
    }

    /// <summary>An answer with the credentials and candidates of a fragment in place of its own, as a WHIP client has to make it.</summary>
    public static string Renewed(string answer, string fragment) => string.Concat(Lines(answer).Select(line =>
        (line.StartsWith("a=ice-ufrag:", StringComparison.Ordinal) ? $"a=ice-ufrag:{Attribute(fragment, "ice-ufrag")}"
            : line.StartsWith("a=ice-pwd:", StringComparison.Ordinal) ? $"a=ice-pwd:{Attribute(fragment, "ice-pwd")}"
            : line) + "\r\n"));
}
