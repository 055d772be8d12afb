namespace Telemed.Rtc.Rtp;

/// <summary>
/// The header extension ids of one m-section, as negotiated by extmap lines (RFC 8285 section 5). Id 0 means that
/// the extension is not in use. A value: compare it, copy it.
/// </summary>
public readonly record struct RtpHeaderExtensionMap
{
    /// <summary>Id of <see cref="RtpHeaderExtensionUris.Mid"/>.</summary>
    public byte Mid { get; init; }

    /// <summary>Id of <see cref="RtpHeaderExtensionUris.Rid"/>.</summary>
    public byte Rid { get; init; }

    /// <summary>Id of <see cref="RtpHeaderExtensionUris.RepairedRid"/>.</summary>
    public byte RepairedRid { get; init; }

    /// <summary>Id of <see cref="RtpHeaderExtensionUris.TransportSequenceNumber"/>.</summary>
    public byte TransportSequenceNumber { get; init; }

    /// <summary>Id of <see cref="RtpHeaderExtensionUris.AbsoluteSendTime"/>.</summary>
    public byte AbsoluteSendTime { get; init; }

    /// <summary>Id of <see cref="RtpHeaderExtensionUris.AudioLevel"/>.</summary>
    public byte AudioLevel { get; init; }

    /// <summary>This map with <paramref name="uri"/> at <paramref name="id"/>; unchanged for a URI we do not know.</summary>
    public RtpHeaderExtensionMap With(ReadOnlySpan<char> uri, byte id) => uri switch
    {
        RtpHeaderExtensionUris.Mid => this with { Mid = id },
        RtpHeaderExtensionUris.Rid => this with { Rid = id },
        RtpHeaderExtensionUris.RepairedRid => this with { RepairedRid = id },
        RtpHeaderExtensionUris.TransportSequenceNumber => this with { TransportSequenceNumber = id },
        RtpHeaderExtensionUris.AbsoluteSendTime => this with { AbsoluteSendTime = id },
        RtpHeaderExtensionUris.AudioLevel => this with { AudioLevel = id },
        _ => this,
    };

    /// <summary>The id of a URI; 0 when it is unknown or not in use.</summary>
    public byte IdOf(ReadOnlySpan<char> uri) => uri switch
    {
        RtpHeaderExtensionUris.Mid => Mid,
        RtpHeaderExtensionUris.Rid => Rid,
        RtpHeaderExtensionUris.RepairedRid => RepairedRid,
        RtpHeaderExtensionUris.TransportSequenceNumber => TransportSequenceNumber,
        RtpHeaderExtensionUris.AbsoluteSendTime => AbsoluteSendTime,
        RtpHeaderExtensionUris.AudioLevel => AudioLevel,
        _ => 0,
    };

    /// <summary>The URI at an id; null when nothing is there.</summary>
    public string? UriOf(byte id)
    {
        if (id == 0)
        {
            return null;
        }

        return id == Mid ? RtpHeaderExtensionUris.Mid
            : id == Rid ? RtpHeaderExtensionUris.Rid
            : id == RepairedRid ? RtpHeaderExtensionUris.RepairedRid
            : id == TransportSequenceNumber ? RtpHeaderExtensionUris.TransportSequenceNumber
            : id == AbsoluteSendTime ? RtpHeaderExtensionUris.AbsoluteSendTime
            : id == AudioLevel ? RtpHeaderExtensionUris.AudioLevel
            : null;
    }
}
