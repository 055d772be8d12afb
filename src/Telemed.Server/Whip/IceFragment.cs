using Telemed.Rtc.Ice;
using Telemed.Rtc.Sdp;

namespace Telemed.Server.Whip;

/// <summary>
/// The body of a PATCH (<c>application/trickle-ice-sdpfrag</c>, RFC 8840 section 9): ICE credentials, and candidates that a
/// lite agent has no use for, because it learns paths from checks.
/// </summary>
/// <param name="Credentials">The device's credentials; null when the fragment has none.</param>
internal sealed record IceFragment(IceCredentials? Credentials)
{
    private const int LongestLine = 2_048;

    /// <summary>
    /// Reads a fragment. False when a line is none of SDP, the credentials are half there or broken, or a candidate
    /// cannot be read; candidates of kinds that we do not know are passed over (RFC 9725 section 4.3.2).
    /// </summary>
    public static bool TryParse(string text, out IceFragment? fragment)
    {
        fragment = null;
        string? ufrag = null;
        string? password = null;
        var lines = 0;
        foreach (var range in text.AsSpan().EnumerateLines())
        {
            var line = range.TrimEnd();
            if (line.IsEmpty)
            {
                continue;
            }

            lines++;
            if (line.Length > LongestLine || line.Length < 3 || line[1] != '=' || line[0] is not ('a' or 'm' or 'c'))
            {
                return false;
            }

            if (!TryTake(line, "a=ice-ufrag:", ref ufrag) || !TryTake(line, "a=ice-pwd:", ref password)
                || (line.StartsWith("a=candidate:", StringComparison.Ordinal) && !IsCandidate(line["a=candidate:".Length..])))
            {
                return false;
            }
        }

        if (lines == 0 || (ufrag is null) != (password is null))
        {
            return false;
        }

        IceCredentials? credentials = null;
        if (ufrag is not null && !IceCredentials.TryCreate(ufrag, password!, out credentials))
        {
            return false;
        }

        fragment = new(credentials);
        return true;
    }

    /// <summary>The offer with other ICE credentials in all its sections.</summary>
    public static string Renew(string offerSdp, IceCredentials credentials) => string.Join("\r\n", offerSdp
        .ReplaceLineEndings("\n").Split('\n')
        .Select(line => line.StartsWith("a=ice-ufrag:", StringComparison.Ordinal) ? "a=ice-ufrag:" + credentials.UsernameFragment
            : line.StartsWith("a=ice-pwd:", StringComparison.Ordinal) ? "a=ice-pwd:" + credentials.Password
            : line));

    /// <summary>Our side of a restart, as a fragment: the answer's credentials and candidates.</summary>
    public static string OfAnswer(string answerSdp)
    {
        if (!SdpAnswer.TryParse(answerSdp, out var answer, out var error))
        {
            throw new InvalidOperationException($"Our own answer cannot be read: {error!.Message}");
        }

        var description = answer!.Description;
        var first = description.Media.First(media => !media.IsRejected);
        IEnumerable<string> lines =
        [
            "a=ice-lite",
            "a=ice-ufrag:" + description.Ice.UsernameFragment,
            "a=ice-pwd:" + description.Ice.Password,
            $"m={first.KindName} 9 {first.Protocol} 0",
            "a=mid:" + first.Mid,
            .. first.Candidates.Select(candidate => "a=" + candidate),
            "a=end-of-candidates",
        ];
        return string.Concat(lines.Select(line => line + "\r\n"));
    }

    // The same credentials may stand in several sections; others are another session.
    private static bool TryTake(ReadOnlySpan<char> line, string name, ref string? value)
    {
        if (!line.StartsWith(name, StringComparison.Ordinal))
        {
            return true;
        }

        var found = line[name.Length..].ToString();
        var isSame = value is null || string.Equals(value, found, StringComparison.Ordinal);
        value ??= found;
        return isSame;
    }

    private static bool IsCandidate(ReadOnlySpan<char> value)
    {
        Span<Range> words = stackalloc Range[9];
        return value.Split(words, ' ', StringSplitOptions.RemoveEmptyEntries) >= 8;
    }
}
