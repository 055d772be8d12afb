using System.Runtime.CompilerServices;

namespace Telemed.Rtc.Srtp;

/// <summary>
/// The outbound half of an SRTP session: protects RTP and RTCP in place (RFC 3711, RFC 7714). Allocates nothing for a
/// known SSRC. One thread at a time; dispose frees native memory.
/// </summary>
public sealed unsafe class SrtpSender : IDisposable
{
    private const uint LastRtcpIndex = 0x7FFF_FFFF;

    private readonly SrtpCipher _cipher;
    private readonly SsrcTable<ulong> _highest = new();
    private uint _rtcpIndex;

    /// <summary>Makes a sender from a master key and salt.</summary>
    /// <exception cref="ArgumentException">Their lengths are not the profile's.</exception>
    public SrtpSender(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
        : this(SrtpCipher.Create(profile, encrypt: true, masterKey, masterSalt))
    {
    }

    internal SrtpSender(SrtpCipher cipher) => _cipher = cipher;

    /// <summary>
    /// Protects an RTP packet in place. Packets may be late or out of order (a repair is), but a number may be used
    /// again only for the same bytes: with GCM a second packet under one number gives away the authentication key.
    /// </summary>
    /// <param name="packet">The packet, with 16 bytes of room behind it.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The protected length; 0 when it is not an RTP packet or 1,024 other SSRCs are in use.</returns>
    public int ProtectRtp(byte* packet, int length)
    {
        var header = SrtpPacket.RtpHeaderLength(packet, length);
        if (header < 0)
            return 0;
        var sequence = SrtpPacket.ReadUInt16(packet + SrtpPacket.RtpSequenceOffset);
        ref var highest = ref Highest(SrtpPacket.ReadUInt32(packet + SrtpPacket.RtpSsrcOffset), sequence);
        if (Unsafe.IsNullRef(ref highest))
            return 0;
        var index = RolloverCounter.Nearest(highest, sequence);
        if (index > highest)
            highest = index;
        _cipher.SealRtp(packet, header, length, index);
        return length + _cipher.TagLength;
    }

    /// <inheritdoc cref="ProtectRtp(byte*, int)"/>
    /// <exception cref="ArgumentException"><paramref name="packet"/> has less than 16 bytes of room behind the
    /// packet.</exception>
    public int ProtectRtp(Span<byte> packet, int length)
    {
        CheckRoom(packet, length, _cipher.TagLength);
        fixed (byte* bytes = packet)
            return ProtectRtp(bytes, length);
    }

    /// <summary>Protects an RTCP packet in place.</summary>
    /// <param name="packet">The packet, with 20 bytes of room behind it.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <returns>The protected length; 0 when it is not an RTCP packet or 2^31 of them were sent (RFC 3711 section
    /// 9.2).</returns>
    public int ProtectRtcp(byte* packet, int length)
    {
        if (!SrtpPacket.IsRtcp(packet, length) || _rtcpIndex == LastRtcpIndex)
            return 0;

        // One counter for all SSRCs: the index is unique for each of them, which is what the cipher needs.
        return _cipher.SealRtcp(packet, length, _rtcpIndex++);
    }

    /// <inheritdoc cref="ProtectRtcp(byte*, int)"/>
    /// <exception cref="ArgumentException"><paramref name="packet"/> has less than 20 bytes of room behind the
    /// packet.</exception>
    public int ProtectRtcp(Span<byte> packet, int length)
    {
        CheckRoom(packet, length, _cipher.TagLength + sizeof(uint));
        fixed (byte* bytes = packet)
            return ProtectRtcp(bytes, length);
    }

    /// <summary>Frees the keys.</summary>
    public void Dispose() => _cipher.Dispose();

    private static void CheckRoom(Span<byte> packet, int length, int overhead)
    {
        if (length < 0 || length > packet.Length - overhead)
            throw new ArgumentException("There is no room for the tag behind the packet.", nameof(packet));
    }

    private ref ulong Highest(uint ssrc, ushort sequence)
    {
        ref var highest = ref _highest.Find(ssrc);
        if (!Unsafe.IsNullRef(ref highest))
            return ref highest;
        highest = ref _highest.Add(ssrc);
        if (!Unsafe.IsNullRef(ref highest))
            highest = sequence;
        return ref highest;
    }
}
