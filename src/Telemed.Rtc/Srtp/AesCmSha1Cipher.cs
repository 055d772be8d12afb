using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Telemed.Rtc.Srtp;

/// <summary>
/// AES-128 in counter mode with HMAC-SHA1 cut to 80 bits, for SRTP and SRTCP (RFC 3711 section 4). A packet is always
/// encrypted before it is hashed and hashed before it is decrypted, so a forged one stays as it came.
/// </summary>
internal sealed unsafe class AesCmSha1Cipher : SrtpCipher
{
    private const int TagSize = 10;
    private const int IndexSize = 4;
    private const int RtcpHeaderLength = 8;
    private const int SaltSize = 14;

    private readonly AesCounterMode _rtp;
    private readonly AesCounterMode _rtcp;
    private readonly HmacSha1 _rtpHmac;
    private readonly HmacSha1 _rtcpHmac;

    private AesCmSha1Cipher(AesCounterMode rtp, HmacSha1 rtpHmac, AesCounterMode rtcp, HmacSha1 rtcpHmac)
    {
        _rtp = rtp;
        _rtcp = rtcp;
        _rtpHmac = rtpHmac;
        _rtcpHmac = rtcpHmac;
    }

    public override int TagLength => TagSize;

    public override bool FailureDestroysPacket => false;

    public static AesCmSha1Cipher Derive(bool encrypt, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        // Counter mode runs the block cipher forwards in both directions.
        _ = encrypt;
        return new(
            DeriveCounterMode(masterKey, masterSalt, SrtpKeyLabel.RtpEncryption, SrtpKeyLabel.RtpSalt),
            DeriveHmac(masterKey, masterSalt, SrtpKeyLabel.RtpAuthentication),
            DeriveCounterMode(masterKey, masterSalt, SrtpKeyLabel.RtcpEncryption, SrtpKeyLabel.RtcpSalt),
            DeriveHmac(masterKey, masterSalt, SrtpKeyLabel.RtcpAuthentication));
    }

    [SkipLocalsInit]
    public override void SealRtp(byte* packet, int headerLength, int length, ulong index)
    {
        var digest = stackalloc byte[HmacSha1.DigestLength];
        var ssrc = SrtpPacket.ReadUInt32(packet + SrtpPacket.RtpSsrcOffset);
        _rtp.Apply(packet + headerLength, length - headerLength, ssrc, index);
        _rtpHmac.Compute(packet, length, (uint)(index >> 16), digest);
        WriteTag(packet + length, digest);
    }

    [SkipLocalsInit]
    public override bool OpenRtp(byte* packet, int headerLength, int length, ulong index)
    {
        var digest = stackalloc byte[HmacSha1.DigestLength];
        var end = length - TagSize;
        _rtpHmac.Compute(packet, end, (uint)(index >> 16), digest);
        if (!IsTag(packet + end, digest))
            return false;
        var ssrc = SrtpPacket.ReadUInt32(packet + SrtpPacket.RtpSsrcOffset);
        _rtp.Apply(packet + headerLength, end - headerLength, ssrc, index);
        return true;
    }

    // RFC 3711 section 3.4: header, cipher text, E flag and index, then the tag over all of them.
    [SkipLocalsInit]
    public override int SealRtcp(byte* packet, int length, uint index)
    {
        var digest = stackalloc byte[HmacSha1.DigestLength];
        var ssrc = SrtpPacket.ReadUInt32(packet + SrtpPacket.RtcpSsrcOffset);
        _rtcp.Apply(packet + RtcpHeaderLength, length - RtcpHeaderLength, ssrc, index);
        SrtpPacket.WriteUInt32(packet + length, index | SrtpPacket.EncryptedFlag);
        length += IndexSize;
        _rtcpHmac.Compute(packet, length, null, digest);
        WriteTag(packet + length, digest);
        return length + TagSize;
    }

    public override uint ReadRtcpIndex(byte* packet, int length) =>
        SrtpPacket.ReadUInt32(packet + length - TagSize - IndexSize);

    [SkipLocalsInit]
    public override bool OpenRtcp(byte* packet, int length, uint indexWord)
    {
        var digest = stackalloc byte[HmacSha1.DigestLength];
        var end = length - TagSize;
        _rtcpHmac.Compute(packet, end, null, digest);
        if (!IsTag(packet + end, digest))
            return false;
        var ssrc = SrtpPacket.ReadUInt32(packet + SrtpPacket.RtcpSsrcOffset);
        var index = indexWord & ~SrtpPacket.EncryptedFlag;
        _rtcp.Apply(packet + RtcpHeaderLength, end - IndexSize - RtcpHeaderLength, ssrc, index);
        return true;
    }

    public override void Dispose()
    {
        _rtp.Dispose();
        _rtcp.Dispose();
        _rtpHmac.Dispose();
        _rtcpHmac.Dispose();
    }

    private static AesCounterMode DeriveCounterMode(
        ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, SrtpKeyLabel keyLabel, SrtpKeyLabel saltLabel)
    {
        Span<byte> key = stackalloc byte[SrtpKeyDerivation.KeyLength];
        Span<byte> salt = stackalloc byte[SaltSize];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, keyLabel, key);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, saltLabel, salt);
        var mode = new AesCounterMode(key, salt);
        CryptographicOperations.ZeroMemory(key);
        CryptographicOperations.ZeroMemory(salt);
        return mode;
    }

    private static HmacSha1 DeriveHmac(
        ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt, SrtpKeyLabel label)
    {
        Span<byte> key = stackalloc byte[HmacSha1.DigestLength];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, label, key);
        var hmac = new HmacSha1(key);
        CryptographicOperations.ZeroMemory(key);
        return hmac;
    }

    private static void WriteTag(byte* tag, byte* digest)
    {
        Unsafe.WriteUnaligned(tag, Unsafe.ReadUnaligned<ulong>(digest));
        Unsafe.WriteUnaligned(tag + 8, Unsafe.ReadUnaligned<ushort>(digest + 8));
    }

    // Two words compared as one: the time says nothing about where they differ.
    private static bool IsTag(byte* tag, byte* digest)
    {
        var difference = Unsafe.ReadUnaligned<ulong>(tag) ^ Unsafe.ReadUnaligned<ulong>(digest);
        var rest = Unsafe.ReadUnaligned<ushort>(tag + 8) ^ Unsafe.ReadUnaligned<ushort>(digest + 8);
        return (difference | (uint)rest) == 0;
    }
}
