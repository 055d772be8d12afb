namespace Telemed.Rtc.Srtp;

/// <summary>
/// Finds a packet's 48-bit index from its 16-bit sequence number (RFC 3711 section 3.3.1 and appendix A).
/// </summary>
internal static class RolloverCounter
{
    private const ulong Half = 0x8000;
    private const ulong Full = 0x1_0000;

    /// <summary>
    /// The index nearest to <paramref name="highest"/> that ends in <paramref name="sequence"/>. In the first half of
    /// the first round nothing lies before index 0, so there a high number is taken as a jump ahead.
    /// </summary>
    public static ulong Nearest(ulong highest, ushort sequence)
    {
        var candidate = (highest & ~(Full - 1)) | sequence;
        if (highest < Half)
            return candidate;
        if (candidate > highest + Half)
            return candidate >= Full ? candidate - Full : candidate;
        return candidate + Half < highest ? candidate + Full : candidate;
    }
}
