namespace Telemed.Cli.Feed;

/// <summary>What a box says of one of its streams: an m-section of its SDP.</summary>
/// <param name="IsVideo">Picture or sound.</param>
/// <param name="PayloadType">The payload type of its packets.</param>
/// <param name="Codec">The encoding's name: H264, VP8, opus, …</param>
/// <param name="Parameters">The format parameters as written; empty without.</param>
/// <param name="Control">Where RTSP sets it up; empty without.</param>
internal sealed record PlainMedia(bool IsVideo, byte PayloadType, string Codec, string Parameters, string Control)
{
    /// <summary>Whether the relay takes the codec as it is.</summary>
    public bool IsUsable => IsVideo
        ? Codec.Equals("H264", StringComparison.OrdinalIgnoreCase) || Codec.Equals("VP8", StringComparison.OrdinalIgnoreCase)
        : Codec.Equals("opus", StringComparison.OrdinalIgnoreCase);

    /// <summary>H.264's parameter sets out of <c>sprop-parameter-sets</c>; empty without.</summary>
    public IReadOnlyList<byte[]> ParameterSets
    {
        get
        {
            List<byte[]> sets = [];
            foreach (var text in (Parameter("sprop-parameter-sets") ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                var bytes = new byte[text.Length];
                if (Convert.TryFromBase64String(text, bytes, out var length) && length > 0) sets.Add(bytes[..length]);
            }

            return sets;
        }
    }

    /// <summary>H.264's profile and level; constrained baseline 3.1 where nothing is said.</summary>
    public string Profile => Parameter("profile-level-id") is { Length: 6 } profile ? profile.ToLowerInvariant() : "42e01f";

    /// <summary>Reads the streams of a session description; what is neither audio nor video is left out.</summary>
    public static IReadOnlyList<PlainMedia> Read(string sdp)
    {
        List<PlainMedia> found = [];
        foreach (var raw in sdp.Split('\n'))
        {
            var line = raw.TrimEnd('\r');
            if (line.StartsWith("m=", StringComparison.Ordinal))
            {
                var words = line[2..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                var isKnown = words.Length >= 4 && words[0] is "audio" or "video" && byte.TryParse(words[3], out _);
                found.Add(new(words.FirstOrDefault() == "video", isKnown ? byte.Parse(words[3], System.Globalization.CultureInfo.InvariantCulture) : (byte)0, isKnown ? "?" : string.Empty, string.Empty, string.Empty));
            }
            else if (found.Count > 0)
            {
                found[^1] = found[^1].With(line);
            }
        }

        return found.FindAll(media => media.Codec.Length > 0);
    }

    private PlainMedia With(string line)
    {
        if (Value(line, $"a=rtpmap:{PayloadType} ") is { } map) return this with { Codec = map.Split('/')[0] };
        if (Value(line, $"a=fmtp:{PayloadType} ") is { } format) return this with { Parameters = format };
        return Value(line, "a=control:") is { } control ? this with { Control = control } : this;
    }

    private static string? Value(string line, string name) => line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..].Trim() : null;

    private string? Parameter(string name) => Parameters.Split(';', StringSplitOptions.TrimEntries)
        .Where(part => part.StartsWith(name + "=", StringComparison.OrdinalIgnoreCase))
        .Select(part => part[(name.Length + 1)..])
        .FirstOrDefault();
}
