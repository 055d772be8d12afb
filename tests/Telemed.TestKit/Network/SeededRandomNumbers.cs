using System.Security.Cryptography;

namespace Telemed.TestKit.Network;

/// <summary>"Random" bytes from a seed, so that a call can be played again. Not for secrets.</summary>
public sealed class SeededRandomNumbers(int seed) : RandomNumberGenerator
{
    private readonly Random _random = new(seed);

    /// <inheritdoc/>
    public override void GetBytes(byte[] data) => _random.NextBytes(data);

    /// <inheritdoc/>
    public override void GetBytes(Span<byte> data) => _random.NextBytes(data);
}
