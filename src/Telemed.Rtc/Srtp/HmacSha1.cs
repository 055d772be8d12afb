using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Telemed.Rtc.Native;

namespace Telemed.Rtc.Srtp;

/// <summary>
/// HMAC-SHA1 (RFC 2104) with the two keyed blocks hashed once. The state is restored by scalar moves: a managed block
/// copy may leave the upper AVX halves dirty, and OpenSSL's SHA-NI code is legacy SSE, which then runs at two thirds of
/// its speed.
/// </summary>
internal sealed unsafe class HmacSha1 : IDisposable
{
    public const int DigestLength = 20;

    private const int BlockLength = 64;
    private const byte InnerPad = 0x36;
    private const byte OuterPad = 0x5C;

    private Sha1State* _states;

    /// <summary>Keys it; <paramref name="key"/> is at most 64 bytes long.</summary>
    public HmacSha1(ReadOnlySpan<byte> key)
    {
        _states = (Sha1State*)NativeMemory.AllocZeroed(3 * (nuint)sizeof(Sha1State));
        Absorb(Inner, key, InnerPad);
        Absorb(Outer, key, OuterPad);
    }

    private Sha1State* Working => _states;

    private Sha1State* Inner => _states + 1;

    private Sha1State* Outer => _states + 2;

    /// <summary>
    /// Writes the 20-byte code over <paramref name="length"/> bytes and, if wanted, one more word in network order.
    /// </summary>
    [SkipLocalsInit]
    public void Compute(byte* data, int length, uint? trailer, byte* digest)
    {
        Restore(Inner);
        LibCrypto.SHA1_Update(Working, data, (nuint)length);
        if (trailer is { } word)
        {
            uint bytes;
            SrtpPacket.WriteUInt32((byte*)&bytes, word);
            LibCrypto.SHA1_Update(Working, &bytes, sizeof(uint));
        }

        LibCrypto.SHA1_Final(digest, Working);
        Restore(Outer);
        LibCrypto.SHA1_Update(Working, digest, DigestLength);
        LibCrypto.SHA1_Final(digest, Working);
    }

    public void Dispose()
    {
        if (_states == null)
            return;
        CryptographicOperations.ZeroMemory(new Span<byte>(_states, 3 * sizeof(Sha1State)));
        NativeMemory.Free(_states);
        _states = null;
    }

    private static void Absorb(Sha1State* state, ReadOnlySpan<byte> key, byte pad)
    {
        Span<byte> block = stackalloc byte[BlockLength];
        block.Fill(pad);
        for (var i = 0; i < key.Length; i++)
            block[i] ^= key[i];
        LibCrypto.SHA1_Init(state);
        fixed (byte* bytes = block)
            LibCrypto.SHA1_Update(state, bytes, BlockLength);
        CryptographicOperations.ZeroMemory(block);
    }

    // After a whole block only the chaining words and the bit count matter: the pending block is empty.
    private void Restore(Sha1State* saved)
    {
        var from = (ulong*)saved;
        var to = (ulong*)Working;
        to[0] = from[0];
        to[1] = from[1];
        to[2] = from[2];
        Working->BitsHigh = 0;
        Working->Fill = 0;
    }
}
