using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Telemed.Consults.Desk;

/// <summary>
/// Draws the cases whose recordings quality reviewers may play: a share, by a keyed function of the case's identifier. The key
/// is the nodes' own, so neither who closes a case nor who reviews can tell beforehand or choose. Any thread.
/// </summary>
/// <param name="permille">How many of a thousand are drawn; 0 to 1000.</param>
/// <param name="key">The key; every node has the same.</param>
public sealed class QualitySample(int permille, byte[] key)
{
    /// <summary>Whether this case is drawn; the same on every node and at every time.</summary>
    public bool Draws(ConsultId consult)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(key, Encoding.UTF8.GetBytes("quality-sample\n" + consult.Value), hash);
        return BinaryPrimitives.ReadUInt64BigEndian(hash) % 1_000 < (ulong)permille;
    }
}
