using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Streams;

/// <summary>A packet on its way from a publication to its receivers: what is the same for all of them, looked at once.</summary>
internal readonly ref struct RoutedPacket
{
    /// <summary>Looks at a packet.</summary>
    /// <param name="view">The plain packet.</param>
    /// <param name="codec">What its payload type means for its publisher.</param>
    /// <param name="sequence">Its extended sequence number.</param>
    public RoutedPacket(RtpPacket view, CodecBinding codec, long sequence)
    {
        Payload = view.Payload;
        Sequence = sequence;
        Timestamp = view.Timestamp;
        Marker = view.Marker;
        PayloadType = view.PayloadType;
        switch (codec.Kind)
        {
            case MediaCodec.Vp8 when Vp8PayloadDescriptor.TryParse(Payload, out var descriptor):
                IsVp8 = true;
                Vp8 = descriptor;
                StartsKeyFrame = descriptor.StartsFrame && Vp8Payload.IsKeyFrame(Payload[descriptor.Length..]);
                break;
            case MediaCodec.H264:
                StartsKeyFrame = H264Payload.IsKeyFrameStart(Payload);
                break;
            default:
                break;
        }
    }

    /// <summary>The payload without padding.</summary>
    public ReadOnlySpan<byte> Payload { get; }

    /// <summary>The extended sequence number at the publisher.</summary>
    public long Sequence { get; }

    /// <summary>The publisher's media time.</summary>
    public uint Timestamp { get; }

    /// <summary>The marker bit.</summary>
    public bool Marker { get; }

    /// <summary>The publisher's payload type.</summary>
    public byte PayloadType { get; }

    /// <summary>Whether <see cref="Vp8"/> means something.</summary>
    public bool IsVp8 { get; }

    /// <summary>The VP8 payload descriptor.</summary>
    public Vp8PayloadDescriptor Vp8 { get; }

    /// <summary>Whether a receiver can begin to decode here.</summary>
    public bool StartsKeyFrame { get; }
}
