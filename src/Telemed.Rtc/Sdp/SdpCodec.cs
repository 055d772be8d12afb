namespace Telemed.Rtc.Sdp;

/// <summary>One payload type of an m-section with its rtpmap, fmtp and rtcp-fb lines.</summary>
public sealed class SdpCodec
{
    internal SdpCodec(byte payloadType) => PayloadType = payloadType;

    /// <summary>The payload type, 0 to 127.</summary>
    public byte PayloadType { get; }

    /// <summary>The encoding's name as written; empty without an rtpmap line.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>Media ticks per second; 0 without an rtpmap line.</summary>
    public int ClockRate { get; internal set; }

    /// <summary>Audio channels; 1 where nothing is said.</summary>
    public int Channels { get; internal set; } = 1;

    /// <summary>The format parameters as written; empty without an fmtp line.</summary>
    public string Parameters { get; internal set; } = "";

    /// <summary>For RTX the payload type that it repeats; else null.</summary>
    public byte? Associated { get; internal set; }

    /// <summary>Which feedback the line's writer understands.</summary>
    public SdpFeedback Feedback { get; internal set; }

    /// <summary>Whether the name is this one, in any case.</summary>
    public bool Is(string name) => Name.Equals(name, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the value of a format parameter; false when it is not there.</summary>
    public bool TryGetParameter(string name, out ReadOnlySpan<char> value)
    {
        var parameters = Parameters.AsSpan();
        foreach (var range in parameters.Split(';'))
        {
            var parameter = parameters[range].Trim();
            var equals = parameter.IndexOf('=');
            if (equals > 0 && parameter[..equals].Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = parameter[(equals + 1)..];
                return true;
            }
        }

        value = default;
        return false;
    }
}
