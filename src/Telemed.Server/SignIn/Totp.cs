using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Telemed.Server.SignIn;

/// <summary>Time-based one-time passwords: RFC 6238 with HMAC-SHA-1, steps of 30 s and six digits. Pure.</summary>
internal static class Totp
{
    /// <summary>The length of a secret in bytes (RFC 4226, section 4: at least 16, 20 recommended).</summary>
    public const int SecretLength = 20;

    private const int StepSeconds = 30;
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>A new secret.</summary>
    public static byte[] NewSecret() => RandomNumberGenerator.GetBytes(SecretLength);

    /// <summary>The code of a time step.</summary>
    public static string Code(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238 names HMAC-SHA-1, and authenticators know no other by default.
        HMACSHA1.HashData(secret, counter, hash);
#pragma warning restore CA5350
        var offset = hash[^1] & 0x0F; // RFC 4226, section 5.3: dynamic truncation.
        var number = BinaryPrimitives.ReadInt32BigEndian(hash[offset..]) & 0x7FFF_FFFF;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <summary>The time step of an instant.</summary>
    public static long StepAt(DateTimeOffset now) => now.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>
    /// The step that a code belongs to, one step early or late at most (RFC 6238, section 5.2) and later than
    /// <paramref name="after"/>; <c>null</c> when it is none.
    /// </summary>
    public static long? Find(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long after)
    {
        var current = StepAt(now);
        for (var step = current - 1; step <= current + 1; step++)
        {
            if (step > after && CryptographicOperations.FixedTimeEquals(
                System.Text.Encoding.ASCII.GetBytes(Code(secret, step)), System.Text.Encoding.UTF8.GetBytes(code)))
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>A secret as people and authenticators write it (RFC 4648, section 6, without padding).</summary>
    public static string Write(ReadOnlySpan<byte> secret)
    {
        var text = new System.Text.StringBuilder();
        var (bits, count) = (0, 0);
        foreach (var one in secret)
        {
            bits = (bits << 8) | one;
            for (count += 8; count >= 5; count -= 5)
            {
                text.Append(Base32[(bits >> (count - 5)) & 31]);
            }

            bits &= (1 << count) - 1;
        }

        return count > 0 ? text.Append(Base32[(bits << (5 - count)) & 31]).ToString() : text.ToString();
    }
}
