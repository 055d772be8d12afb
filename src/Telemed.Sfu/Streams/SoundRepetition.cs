using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;

namespace Telemed.Sfu.Streams;

/// <summary>
/// Writes payloads of sound that repeat earlier ones (RFC 2198). What is lost in bursts is repeated at a distance: the
/// packet right behind a lost one is the likeliest to be lost too. Distances are packets, as it is packets that a burst takes;
/// the format can tell 341 ms, which is eight packets of thin sound of 40 ms. Pure.
/// </summary>
internal static class SoundRepetition
{
    /// <summary>What a packet that does not tell is taken to play: 20 ms.</summary>
    public const int DefaultSamples = OpusPacket.ClockRate / 50;

    private const int MostBlocks = 2;
    private const int LongestPayload = 1100;
    private const int Middle = 2;
    private const int Far = 8;

    /// <summary>How many payloads are repeated.</summary>
    public static int Blocks(SoundProtection protection) => protection switch
    {
        SoundProtection.None => 0,
        SoundProtection.Far => 2,
        _ => 1,
    };

    /// <summary>Writes the payload of a packet together with those that it repeats.</summary>
    /// <param name="destination">Where to; room for 1,100 bytes.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="recent">The packets before it.</param>
    /// <param name="first">The first number that may be repeated: what came before was not meant for this receiver.</param>
    /// <param name="payloadType">The receiver's payload type of the plain sound.</param>
    /// <param name="protection">What to repeat.</param>
    /// <returns>The length; 0 when there is nothing to repeat, and nothing was written.</returns>
    public static int Write(
        Span<byte> destination,
        in RoutedPacket packet,
        RecentSound recent,
        long first,
        byte payloadType,
        SoundProtection protection)
    {
        Span<int> distances = stackalloc int[MostBlocks];
        var count = Choose(distances, packet, recent, first, protection);
        if (count == 0)
        {
            return 0;
        }

        distances = distances[..count];
        var length = 0;
        foreach (var distance in distances)
        {
            _ = TryFind(packet, recent, distance, out var offset, out var data);
            RedPayload.WriteHead(destination[length..], payloadType, offset, data.Length);
            length += RedPayload.HeadLength;
        }

        destination[length++] = payloadType;
        foreach (var distance in distances)
        {
            _ = TryFind(packet, recent, distance, out _, out var data);
            data.CopyTo(destination[length..]);
            length += data.Length;
        }

        packet.Payload.CopyTo(destination[length..]);
        return length + packet.Payload.Length;
    }

    // The oldest first, as the format wants it; those that are there and fit into a datagram.
    private static int Choose(
        Span<int> distances, in RoutedPacket packet, RecentSound recent, long first, SoundProtection protection)
    {
        var samples = OpusPacket.TryGetDuration(packet.Payload, out var told) ? told : DefaultSamples;
        var far = Math.Min(Far, Math.Max(1, RedPayload.MostOffset / samples));
        var before = int.MaxValue;
        var count = 0;
        var total = RedPayload.OwnHeadLength + packet.Payload.Length;
        for (var i = Blocks(protection); i > 0; i--)
        {
            var distance = protection switch
            {
                SoundProtection.Far => i == 1 ? (far + 1) / 2 : far,
                SoundProtection.Distant => far,
                SoundProtection.Middle => Math.Min(Middle, far),
                _ => 1,
            };
            if (distance < before && packet.Sequence - distance >= first && TryFind(packet, recent, distance, out _, out var data)
                && total + RedPayload.HeadLength + data.Length <= LongestPayload)
            {
                total += RedPayload.HeadLength + data.Length;
                distances[count++] = distance;
                before = distance;
            }
        }

        return count;
    }

    private static bool TryFind(
        in RoutedPacket packet, RecentSound recent, int distance, out int offset, out ReadOnlySpan<byte> data)
    {
        var isFound = recent.TryGet(packet.Sequence - distance, out var timestamp, out data);
        offset = (int)Math.Min(packet.Timestamp - timestamp, int.MaxValue);
        return isFound && offset is > 0 and <= RedPayload.MostOffset;
    }
}
