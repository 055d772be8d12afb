using System.Text;
using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;

namespace Telemed.Recording.Tests.Journal;

/// <summary>Segments in memory.</summary>
internal static class JournalBuilder
{
    public static readonly CaseKey Key = new(Enumerable.Range(0, 32).Select(value => (byte)value).ToArray());

    public static readonly JournalSegmentHeader Header = new("recording-1", "consult-1", 0);

    public const int Track = 1;

    /// <summary>A segment of <paramref name="chunks"/> chunks with <paramref name="perChunk"/> records each, and the
    /// offset at which each chunk ends.</summary>
    public static (byte[] File, List<int> Ends) Segment(int chunks, int perChunk, bool closed = true)
    {
        using var writer = new JournalSegmentWriter(Header, Track, Key, 42);
        var file = new List<byte>(Header.ToBytes());
        var ends = new List<int> { file.Count };
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            for (var index = 0; index < perChunk; index++)
            {
                var number = (chunk * perChunk) + index;
                Assert.True(writer.TryAppend(JournalRecordKind.Rtp, new(number * 1000L), Payload(number)));
            }

            file.AddRange(writer.Seal(closed && chunk == chunks - 1).Span);
            ends.Add(file.Count);
        }

        return ([.. file], ends);
    }

    /// <summary>A file in which the chunks of two segments, 0 and 1, take turns; a record's time is ten times its number, and one
    /// more in the second.</summary>
    public static (byte[] File, List<int> Ends) Two(int chunks, int perChunk)
    {
        using var first = new JournalSegmentWriter(Header, 0, Key, 42);
        using var second = new JournalSegmentWriter(Header, 1, Key, 43);
        var file = new List<byte>(Header.ToBytes());
        var ends = new List<int> { file.Count };
        for (var chunk = 0; chunk < chunks; chunk++)
        {
            foreach (var (writer, track) in new[] { (first, 0), (second, 1) })
            {
                for (var index = 0; index < perChunk; index++)
                {
                    var number = (chunk * perChunk) + index;
                    Assert.True(writer.TryAppend(JournalRecordKind.Rtp, new((number * 10L) + track), Payload(number)));
                }

                file.AddRange(writer.Seal(chunk == chunks - 1).Span);
                ends.Add(file.Count);
            }
        }

        return ([.. file], ends);
    }

    public static byte[] Payload(int number) => Encoding.ASCII.GetBytes($"packet {number} ".PadRight(20 + (number % 7), '.'));

    /// <summary>Reads all records; fails when one is not what was written.</summary>
    public static (List<int> Numbers, JournalEnd End, List<JournalDamage> Damages) Read(byte[] file)
    {
        using var reader = new JournalSegmentReader(new MemoryStream(file), Track, Key);
        var numbers = new List<int>();
        while (reader.TryRead(out var record))
        {
            var number = (int)(record.ReceivedAt.Nanoseconds / 1000);
            Assert.Equal(JournalRecordKind.Rtp, record.Kind);
            Assert.Equal(Payload(number), record.Payload.ToArray());
            numbers.Add(number);
        }

        return (numbers, reader.End, [.. reader.Damages]);
    }
}
