namespace Telemed.Recording.Depacketising;

/// <summary>Opus: a packet is a frame (RFC 7587 section 4.2).</summary>
internal sealed class OpusAssembler : FrameAssembler
{
    /// <inheritdoc/>
    public override MediaFrame? Take(MediaPacket packet, int missing) => packet.Payload.Length == 0
        ? null
        : new(packet.RtpTime, packet.ReceivedNs, IsKey: true, packet.Payload);
}
