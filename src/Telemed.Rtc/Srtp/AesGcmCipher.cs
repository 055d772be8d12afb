using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Telemed.Rtc.Native;

namespace Telemed.Rtc.Srtp;

/// <summary>AEAD_AES_128_GCM for SRTP and SRTCP (RFC 7714), on reused EVP contexts.</summary>
internal sealed unsafe class AesGcmCipher : SrtpCipher
{
    public const int SaltSize = 12;

    private const int TagSize = 16;
    private const int IndexSize = 4;
    private const int RtcpHeaderLength = 8;

    private readonly ulong _rtpSaltLow;
    private readonly ulong _rtcpSaltLow;
    private readonly uint _rtpSaltHigh;
    private readonly uint _rtcpSaltHigh;
    private nint _rtp;
    private nint _rtcp;

    /// <summary>Takes session keys and salts as they are, for the RFC's vectors and <see cref="Derive"/>.</summary>
    public AesGcmCipher(
        bool encrypt,
        ReadOnlySpan<byte> rtpKey,
        ReadOnlySpan<byte> rtpSalt,
        ReadOnlySpan<byte> rtcpKey,
        ReadOnlySpan<byte> rtcpSalt)
    {
        _rtpSaltHigh = BinaryPrimitives.ReadUInt32BigEndian(rtpSalt);
        _rtpSaltLow = BinaryPrimitives.ReadUInt64BigEndian(rtpSalt[4..]);
        _rtcpSaltHigh = BinaryPrimitives.ReadUInt32BigEndian(rtcpSalt);
        _rtcpSaltLow = BinaryPrimitives.ReadUInt64BigEndian(rtcpSalt[4..]);
        _rtp = EvpCipher.Create(LibCrypto.EVP_aes_128_gcm(), rtpKey, encrypt);
        _rtcp = EvpCipher.Create(LibCrypto.EVP_aes_128_gcm(), rtcpKey, encrypt);
    }

    public override int TagLength => TagSize;

    public override bool FailureDestroysPacket => true;

    public static AesGcmCipher Derive(bool encrypt, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        Span<byte> keys = stackalloc byte[(2 * SrtpKeyDerivation.KeyLength) + (2 * SaltSize)];
        var rtpKey = keys[..16];
        var rtcpKey = keys[16..32];
        var rtpSalt = keys[32..44];
        var rtcpSalt = keys[44..56];
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtpEncryption, rtpKey);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtpSalt, rtpSalt);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtcpEncryption, rtcpKey);
        SrtpKeyDerivation.Derive(masterKey, masterSalt, SrtpKeyLabel.RtcpSalt, rtcpSalt);
        var cipher = new AesGcmCipher(encrypt, rtpKey, rtpSalt, rtcpKey, rtcpSalt);
        CryptographicOperations.ZeroMemory(keys);
        return cipher;
    }

    [SkipLocalsInit]
    public override void SealRtp(byte* packet, int headerLength, int length, ulong index)
    {
        var iv = stackalloc byte[SaltSize];
        WriteRtpIv(iv, packet, index);
        var payload = length - headerLength;
        Seal(_rtp, iv, packet, headerLength, packet + headerLength, payload, packet + length);
    }

    [SkipLocalsInit]
    public override bool OpenRtp(byte* packet, int headerLength, int length, ulong index)
    {
        var iv = stackalloc byte[SaltSize];
        WriteRtpIv(iv, packet, index);
        var tag = packet + length - TagSize;
        return Begin(_rtp, iv, packet, headerLength)
            && Open(_rtp, packet + headerLength, length - headerLength - TagSize, tag);
    }

    // RFC 7714 section 9: header, cipher text, tag, then E flag and index; the AAD is the header and that last word.
    [SkipLocalsInit]
    public override int SealRtcp(byte* packet, int length, uint index)
    {
        var iv = stackalloc byte[SaltSize];
        var aad = stackalloc byte[RtcpHeaderLength + IndexSize];
        WriteRtcpIv(iv, packet, index);
        WriteRtcpAad(aad, packet, index | SrtpPacket.EncryptedFlag);
        var tag = packet + length;
        Seal(_rtcp, iv, aad, RtcpHeaderLength + IndexSize, packet + RtcpHeaderLength, length - RtcpHeaderLength, tag);
        SrtpPacket.WriteUInt32(tag + TagSize, index | SrtpPacket.EncryptedFlag);
        return length + TagSize + IndexSize;
    }

    public override uint ReadRtcpIndex(byte* packet, int length) => SrtpPacket.ReadUInt32(packet + length - IndexSize);

    [SkipLocalsInit]
    public override bool OpenRtcp(byte* packet, int length, uint indexWord)
    {
        var iv = stackalloc byte[SaltSize];
        var aad = stackalloc byte[RtcpHeaderLength + IndexSize];
        WriteRtcpIv(iv, packet, indexWord & ~SrtpPacket.EncryptedFlag);
        WriteRtcpAad(aad, packet, indexWord);
        var tag = packet + length - IndexSize - TagSize;
        return Begin(_rtcp, iv, aad, RtcpHeaderLength + IndexSize)
            && Open(_rtcp, packet + RtcpHeaderLength, (int)(tag - packet) - RtcpHeaderLength, tag);
    }

    public override void Dispose()
    {
        LibCrypto.EVP_CIPHER_CTX_free(_rtp);
        LibCrypto.EVP_CIPHER_CTX_free(_rtcp);
        _rtp = 0;
        _rtcp = 0;
    }

    private static bool Begin(nint context, byte* iv, byte* aad, int aadLength)
    {
        int written;
        return (LibCrypto.EVP_CipherInit_ex(context, 0, 0, null, iv, -1)
            & LibCrypto.EVP_CipherUpdate(context, null, &written, aad, aadLength)) == 1;
    }

    private static void Seal(nint context, byte* iv, byte* aad, int aadLength, byte* text, int textLength, byte* tag)
    {
        int written;
        var done = Begin(context, iv, aad, aadLength) ? 1 : 0;
        if (textLength > 0)
            done &= LibCrypto.EVP_CipherUpdate(context, text, &written, text, textLength);
        done &= LibCrypto.EVP_CipherFinal_ex(context, tag, &written);
        done &= LibCrypto.EVP_CIPHER_CTX_ctrl(context, LibCrypto.GetTag, TagSize, tag);
        NativeFault.ThrowUnlessOne(done, "AES-GCM");
    }

    private static bool Open(nint context, byte* text, int textLength, byte* tag)
    {
        int written;
        if (textLength > 0 && LibCrypto.EVP_CipherUpdate(context, text, &written, text, textLength) != 1)
            return false;
        return LibCrypto.EVP_CIPHER_CTX_ctrl(context, LibCrypto.SetTag, TagSize, tag) == 1
            && LibCrypto.EVP_CipherFinal_ex(context, tag, &written) == 1;
    }

    // RFC 7714 section 8.1: 00 00 | SSRC | ROC | SEQ, XOR salt.
    private void WriteRtpIv(byte* iv, byte* packet, ulong index)
    {
        var ssrc = SrtpPacket.ReadUInt32(packet + SrtpPacket.RtpSsrcOffset);
        WriteIv(iv, _rtpSaltHigh ^ (ssrc >> 16), _rtpSaltLow ^ ((ulong)ssrc << 48) ^ index);
    }

    // RFC 7714 section 9.1: 00 00 | SSRC | 00 00 | 0 and 31 bits of index, XOR salt.
    private void WriteRtcpIv(byte* iv, byte* packet, uint index)
    {
        var ssrc = SrtpPacket.ReadUInt32(packet + SrtpPacket.RtcpSsrcOffset);
        WriteIv(iv, _rtcpSaltHigh ^ (ssrc >> 16), _rtcpSaltLow ^ ((ulong)ssrc << 48) ^ index);
    }

    private static void WriteIv(byte* iv, uint high, ulong low)
    {
        SrtpPacket.WriteUInt32(iv, high);
        SrtpPacket.WriteUInt64(iv + 4, low);
    }

    private static void WriteRtcpAad(byte* aad, byte* packet, uint indexWord)
    {
        Unsafe.WriteUnaligned(aad, Unsafe.ReadUnaligned<ulong>(packet));
        SrtpPacket.WriteUInt32(aad + RtcpHeaderLength, indexWord);
    }
}
