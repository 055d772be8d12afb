using System.Security.Cryptography;
using System.Text;

namespace Telemed.Storage.Audit;

/// <summary>
/// The chain of the audit file: every line holds, as <c>previous</c>, the SHA-256 of the line before it in hexadecimal, the
/// first one zeros. A line is its bytes without the line feed.
/// </summary>
public static class AuditLine
{
    /// <summary>What the first line holds.</summary>
    public static readonly string Start = new('0', 64);

    /// <summary>The hash of a line.</summary>
    public static string Hash(string line) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line)));
}
