using Telemed.Rtc.Codecs;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Routing;

/// <summary>What a slot's owner takes, and how the present publication's payload types are called there. Not thread-safe.</summary>
internal sealed class SlotCodecs
{
    /// <summary>Stands for a payload type that the owner does not take.</summary>
    public const byte Unmapped = 0xFF;

    private readonly CodecBinding[] _ours;
    private readonly byte[] _payloadTypes = new byte[128];

    public SlotCodecs(IEnumerable<CodecBinding> ours) => _ours = [.. ours];

    /// <summary>The payload type of packets that carry nothing; 0 when the owner takes none.</summary>
    public byte PaddingType
    {
        get
        {
            foreach (var codec in _ours)
            {
                if (codec.RtxPayloadType != 0)
                {
                    return codec.RtxPayloadType;
                }
            }

            return 0;
        }
    }

    /// <summary>The owner's payload type for one of the publication that <see cref="TryMap"/> was last called with.</summary>
    public byte this[byte payloadType] => _payloadTypes[payloadType];

    /// <summary>Whether the owner takes a codec.</summary>
    public bool Takes(CodecBinding codec)
    {
        foreach (var ours in _ours)
        {
            if (ours.Takes(codec))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Maps a publication's payload types, of which one is about to come.</summary>
    /// <returns>Whether the owner takes that one.</returns>
    public bool TryMap(Publication publication, byte payloadType, out SegmentCodec codec)
    {
        codec = default;
        Array.Fill(_payloadTypes, Unmapped);
        foreach (var theirs in publication.Codecs)
        {
            foreach (var ours in _ours)
            {
                if (!ours.Takes(theirs) || _payloadTypes[theirs.PayloadType] != Unmapped)
                {
                    continue;
                }

                _payloadTypes[theirs.PayloadType] = ours.PayloadType;
                if (theirs.PayloadType == payloadType)
                {
                    codec = new(
                        payloadType, ours.PayloadType, ours.RtxPayloadType, ours.RedPayloadType, ours.Kind == MediaCodec.Vp8);
                }
            }
        }

        return _payloadTypes[payloadType] != Unmapped;
    }
}
