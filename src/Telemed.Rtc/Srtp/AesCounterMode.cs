using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using Telemed.Rtc.Native;

namespace Telemed.Rtc.Srtp;

/// <summary>
/// AES-CM as SRTP uses it (RFC 3711 section 4.1.1): IV = salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16.
/// </summary>
internal sealed unsafe class AesCounterMode : IDisposable
{
    private const int IvLength = 16;

    private readonly ulong _saltHigh;
    private readonly ulong _saltLow;
    private nint _context;

    /// <summary>Takes a session key of 16 and a session salt of 14 bytes.</summary>
    public AesCounterMode(ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        Span<byte> padded = stackalloc byte[IvLength];
        padded.Clear();
        salt.CopyTo(padded);
        _saltHigh = BinaryPrimitives.ReadUInt64BigEndian(padded);
        _saltLow = BinaryPrimitives.ReadUInt64BigEndian(padded[8..]);
        _context = EvpCipher.Create(LibCrypto.EVP_aes_128_ctr(), key, encrypt: true);
    }

    /// <summary>Encrypts or decrypts in place.</summary>
    [SkipLocalsInit]
    public void Apply(byte* text, int length, uint ssrc, ulong index)
    {
        if (length == 0)
            return;
        var iv = stackalloc byte[IvLength];
        int written;
        SrtpPacket.WriteUInt64(iv, _saltHigh ^ ssrc);
        SrtpPacket.WriteUInt64(iv + 8, _saltLow ^ (index << 16));
        var done = LibCrypto.EVP_CipherInit_ex(_context, 0, 0, null, iv, -1)
            & LibCrypto.EVP_CipherUpdate(_context, text, &written, text, length);
        NativeFault.ThrowUnlessOne(done, "AES-CTR");
    }

    public void Dispose()
    {
        LibCrypto.EVP_CIPHER_CTX_free(_context);
        _context = 0;
    }
}
