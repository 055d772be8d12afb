using Telemed.Rtc.Rtp;

namespace Telemed.Rtc.Sdp;

/// <summary>What an offer and its answer settle for one m-section. Immutable.</summary>
public sealed record NegotiatedMedia
{
    /// <summary>The section's place from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its name.</summary>
    public required string Mid { get; init; }

    /// <summary>Sound or pictures; Other only when rejected.</summary>
    public required SdpMediaKind Kind { get; init; }

    /// <summary>Which way media flows, seen from us.</summary>
    public required SdpDirection Direction { get; init; }

    /// <summary>Whether the section is refused: then it has no codecs.</summary>
    public bool IsRejected { get; init; }

    /// <summary>The codecs in our order of preference; at least one unless rejected.</summary>
    public IReadOnlyList<NegotiatedCodec> Codecs { get; init; } = [];

    /// <summary>The ids of the header extensions in use.</summary>
    public RtpHeaderExtensionMap Extensions { get; init; }

    /// <summary>The streams that the peer announced, each with its retransmissions; empty for Chromium's simulcast.</summary>
    public IReadOnlyList<SdpSsrcGroup> RemoteStreams { get; init; } = [];

    /// <summary>The simulcast layers that we take, in the peer's order; empty without simulcast.</summary>
    public IReadOnlyList<string> Layers { get; init; } = [];

    /// <summary>What we send in a slot; null where we do not send.</summary>
    public SdpSsrcGroup? LocalStream { get; init; }

    /// <summary>The peer's stream id; null when it gave none.</summary>
    public string? StreamId { get; init; }

    /// <summary>The peer's track id; null when it gave none.</summary>
    public string? TrackId { get; init; }

    /// <summary>Finds the codec of a payload type, also by that of its retransmissions or repetitions; null for a foreign one.</summary>
    public NegotiatedCodec? FindCodec(byte payloadType)
    {
        foreach (var codec in Codecs)
        {
            if (codec.PayloadType == payloadType || codec.RtxPayloadType == payloadType || codec.RedPayloadType == payloadType)
            {
                return codec;
            }
        }

        return null;
    }
}
