using System.Security.Cryptography;
using Telemed.Rtc.Ice;

namespace Telemed.Media.Signalling;

/// <summary>
/// ICE credentials whose user name fragment begins with the number of the shard that carries the peer, as one of the 64
/// ice-chars: the first check on a TCP connection tells who is to have the connection.
/// </summary>
internal static class ShardFragment
{
    /// <summary>One ice-char holds so many shards.</summary>
    public const int MostShards = 64;

    private const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    /// <summary>New credentials; 42 bits of the fragment and all of the password are random.</summary>
    /// <param name="shard">0 to 63.</param>
    public static IceCredentials Create(int shard)
    {
        Span<byte> random = stackalloc byte[IceCredentials.EntropyLength];
        RandomNumberGenerator.Fill(random);
        random[0] = (byte)((shard << 2) | (random[0] & 3));
        return IceCredentials.Create(random);
    }

    /// <summary>The shard that a check names in its user name; -1 when it is no check of ours.</summary>
    public static int ShardOf(ReadOnlySpan<byte> datagram) =>
        IceUsername.TryGetReceiver(datagram, out var fragment) && fragment.Length > 0
            ? IceChars.IndexOf((char)fragment[0], StringComparison.Ordinal)
            : -1;
}
