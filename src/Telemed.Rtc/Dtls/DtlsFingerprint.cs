using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Telemed.Rtc.Dtls;

/// <summary>
/// The SHA-256 digest of a certificate's DER form, as the SDP attribute a=fingerprint carries it (RFC 8122 section 5).
/// A value without references. The other hash functions are not used by any browser and are not supported.
/// </summary>
public readonly record struct DtlsFingerprint
{
    private const int Size = SHA256.HashSizeInBytes;
    private const string Algorithm = "sha-256";

    private readonly ulong _first;
    private readonly ulong _second;
    private readonly ulong _third;
    private readonly ulong _fourth;

    private DtlsFingerprint(ReadOnlySpan<byte> digest)
    {
        _first = BinaryPrimitives.ReadUInt64BigEndian(digest);
        _second = BinaryPrimitives.ReadUInt64BigEndian(digest[8..]);
        _third = BinaryPrimitives.ReadUInt64BigEndian(digest[16..]);
        _fourth = BinaryPrimitives.ReadUInt64BigEndian(digest[24..]);
    }

    /// <summary>The fingerprint of a certificate in DER form.</summary>
    public static DtlsFingerprint OfCertificate(ReadOnlySpan<byte> der)
    {
        Span<byte> digest = stackalloc byte[Size];
        SHA256.HashData(der, digest);
        return new(digest);
    }

    /// <summary>
    /// Reads 32 pairs of hexadecimal digits with ':' between them, in either case, with or without "sha-256 " before
    /// them. False for anything else, other hash functions included.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out DtlsFingerprint fingerprint)
    {
        fingerprint = default;
        text = text.Trim();
        var space = text.IndexOf(' ');
        if (space >= 0)
        {
            if (!text[..space].Equals(Algorithm, StringComparison.OrdinalIgnoreCase))
                return false;
            text = text[(space + 1)..].TrimStart();
        }

        Span<byte> digest = stackalloc byte[Size];
        if (!TryReadPairs(text, digest))
            return false;
        fingerprint = new(digest);
        return true;
    }

    /// <summary>The upper-case pairs with ':' between them, without the name of the hash function.</summary>
    public override string ToString()
    {
        Span<byte> digest = stackalloc byte[Size];
        BinaryPrimitives.WriteUInt64BigEndian(digest, _first);
        BinaryPrimitives.WriteUInt64BigEndian(digest[8..], _second);
        BinaryPrimitives.WriteUInt64BigEndian(digest[16..], _third);
        BinaryPrimitives.WriteUInt64BigEndian(digest[24..], _fourth);
        Span<char> text = stackalloc char[(Size * 3) - 1];
        text.Fill(':');
        for (var i = 0; i < Size; i++)
            digest[i].TryFormat(text[(i * 3)..], out _, "X2");
        return new(text);
    }

    private static bool TryReadPairs(ReadOnlySpan<char> text, Span<byte> digest)
    {
        if (text.Length != (digest.Length * 3) - 1)
            return false;
        for (var i = 0; i < digest.Length; i++)
        {
            var at = i * 3;
            if (i > 0 && text[at - 1] != ':')
                return false;
            if (!char.IsAsciiHexDigit(text[at]) || !char.IsAsciiHexDigit(text[at + 1]))
                return false;
            digest[i] = byte.Parse(text.Slice(at, 2), System.Globalization.NumberStyles.AllowHexSpecifier);
        }

        return true;
    }
}
