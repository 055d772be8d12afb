using System.Security.Cryptography;

namespace Telemed.Storage;

/// <summary>
/// Identifiers of 26 characters, 130 bits from the system's random generator. Callable from any thread.
/// </summary>
public sealed class RandomIds : IIdSource
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz234567";

    /// <inheritdoc/>
    public string Next() => RandomNumberGenerator.GetString(Letters, 26);
}
