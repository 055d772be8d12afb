namespace Telemed.Rtc.Rtp;

/// <summary>An earlier packet's payload within redundant audio (RFC 2198).</summary>
/// <param name="payloadType">Its payload type.</param>
/// <param name="offset">How much earlier it is, in ticks.</param>
/// <param name="data">The payload.</param>
public readonly ref struct RedBlock(byte payloadType, int offset, ReadOnlySpan<byte> data)
{
    /// <summary>The payload type, 0 to 127.</summary>
    public byte PayloadType { get; } = payloadType;

    /// <summary>How much earlier than the packet it is, 0 to 16383 ticks of the codec's clock.</summary>
    public int TimestampOffset { get; } = offset;

    /// <summary>The payload.</summary>
    public ReadOnlySpan<byte> Data { get; } = data;
}
