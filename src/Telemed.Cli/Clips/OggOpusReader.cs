using Telemed.Rtc.Codecs;

namespace Telemed.Cli.Clips;

/// <summary>Reads the Opus packets of an Ogg file (RFC 3533, RFC 7845) with one logical stream.</summary>
internal static class OggOpusReader
{
    private const int PageHeader = 27;

    /// <summary>The packets with their time as 48 kHz ticks; false when it is no whole Ogg Opus file.</summary>
    public static bool TryParse(ReadOnlySpan<byte> file, out IReadOnlyList<ClipFrame> packets)
    {
        packets = [];
        if (!TryReadPackets(file, out var raw) || raw.Count < 3) return false;
        if (!raw[0].AsSpan().StartsWith("OpusHead"u8) || raw[0].Length < 19) return false;
        if (!raw[1].AsSpan().StartsWith("OpusTags"u8)) return false;

        var list = new List<ClipFrame>(raw.Count);
        long time = 0;
        foreach (var packet in raw.Skip(2))
        {
            if (!OpusPacket.TryGetDuration(packet, out var ticks)) return false;
            list.Add(new ClipFrame(time, packet, IsKeyFrame: true));
            time += ticks;
        }

        packets = list;
        return true;
    }

    // RFC 3533 section 6: a page's segments of 255 bytes go on, a shorter one ends the packet, also over pages.
    private static bool TryReadPackets(ReadOnlySpan<byte> file, out List<byte[]> packets)
    {
        packets = [];
        var open = new List<byte>();
        while (file.Length > 0)
        {
            if (file.Length < PageHeader || !file.StartsWith("OggS"u8) || file[4] != 0) return false;
            int segments = file[26];
            if (file.Length < PageHeader + segments) return false;
            var table = file.Slice(PageHeader, segments);
            var body = file[(PageHeader + segments)..];
            foreach (var size in table)
            {
                if (size > body.Length) return false;
                open.AddRange(body[..size]);
                body = body[size..];
                if (size == 255) continue;
                packets.Add([.. open]);
                open.Clear();
            }

            file = body;
        }

        return open.Count == 0;
    }
}
