using System.Text;
using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;

namespace Telemed.Recording.Tests.Journal;

public sealed class JournalSegmentTests
{
    private const int Chunks = 4;
    private const int PerChunk = 3;
    private const int All = Chunks * PerChunk;

    [Fact]
    public void The_check_sum_is_the_one_of_the_standard() =>
        Assert.Equal(0xE3069283u, Crc32C.Compute("123456789"u8));

    [Fact]
    public void What_was_written_is_read_in_order()
    {
        var (file, _) = JournalBuilder.Segment(Chunks, PerChunk);

        var (numbers, end, damages) = JournalBuilder.Read(file);

        Assert.Equal(Enumerable.Range(0, All), numbers);
        Assert.Equal(JournalEnd.Complete, end);
        Assert.Empty(damages);
    }

    [Fact]
    public void A_segment_that_was_never_closed_reads_whole_and_says_so()
    {
        var (file, _) = JournalBuilder.Segment(Chunks, PerChunk, closed: false);

        var (numbers, end, damages) = JournalBuilder.Read(file);

        Assert.Equal(All, numbers.Count);
        Assert.Equal(JournalEnd.Unfinished, end);
        Assert.Empty(damages);
    }

    [Fact]
    public void A_file_cut_anywhere_gives_every_whole_chunk_before_the_cut()
    {
        var (file, ends) = JournalBuilder.Segment(Chunks, PerChunk);
        for (var length = 0; length < file.Length; length++)
        {
            var (numbers, end, damages) = JournalBuilder.Read(file[..length]);

            var whole = Math.Max(0, ends.FindLastIndex(offset => offset <= length));
            Assert.Equal(Enumerable.Range(0, whole * PerChunk), numbers);
            Assert.Equal(ends.Contains(length) ? JournalEnd.Unfinished : JournalEnd.Torn, end);
            Assert.Equal(ends.Contains(length), damages.Count == 0);
        }
    }

    [Fact]
    public void A_flipped_byte_anywhere_is_told_and_costs_its_own_chunk_at_most()
    {
        var (file, ends) = JournalBuilder.Segment(Chunks, PerChunk);
        for (var offset = 0; offset < file.Length; offset++)
        {
            var changed = file.ToArray();
            changed[offset] ^= 0x41;

            var (numbers, _, damages) = JournalBuilder.Read(changed);

            var hit = ends.FindIndex(end => offset < end) - 1; // -1: the file's head
            var expected = Enumerable.Range(0, All).Where(number => number / PerChunk != hit);
            Assert.NotEmpty(damages);
            Assert.True(numbers.Count == All || numbers.SequenceEqual(expected), $"at {offset}");
            var start = hit < 0 ? 0 : ends[hit];
            Assert.Contains(damages, damage => damage.Offset >= start && damage.Offset <= offset);
        }
    }

    [Fact]
    public void A_chunk_that_was_taken_out_is_missed()
    {
        var (file, ends) = JournalBuilder.Segment(Chunks, PerChunk);
        byte[] shorter = [.. file[..ends[1]], .. file[ends[2]..]];

        var (numbers, _, damages) = JournalBuilder.Read(shorter);

        Assert.Equal(All - PerChunk, numbers.Count);
        Assert.Contains(damages, damage => damage.Kind == JournalDamageKind.MissingChunks);
        Assert.Contains(damages, damage => damage.Kind == JournalDamageKind.Chain);
    }

    [Fact]
    public void Segments_that_lie_between_each_other_in_one_file_are_read_each_by_itself()
    {
        var (file, ends) = JournalBuilder.Two(Chunks, PerChunk);

        for (var track = 0; track < 2; track++)
        {
            using var reader = new JournalSegmentReader(new MemoryStream(file), track, JournalBuilder.Key);
            var numbers = new List<long>();
            while (reader.TryRead(out var record))
            {
                numbers.Add(record.ReceivedAt.Nanoseconds);
            }

            Assert.Equal(Enumerable.Range(0, All).Select(number => (number * 10L) + track), numbers);
            Assert.Equal(JournalEnd.Complete, reader.End);
            Assert.Empty(reader.Damages);
            Assert.Equal([0, 1], reader.Tracks);
        }

        Assert.Equal(2 * Chunks, ends.Count - 1);
    }

    [Fact]
    public void A_flipped_byte_in_a_chunk_of_one_segment_costs_the_other_none()
    {
        var (file, ends) = JournalBuilder.Two(Chunks, PerChunk);
        for (var offset = ends[0]; offset < file.Length; offset++)
        {
            var changed = file.ToArray();
            changed[offset] ^= 0x41;
            var hit = ends.FindIndex(end => offset < end) - 1;

            using var other = new JournalSegmentReader(new MemoryStream(changed), 1 - (hit % 2), JournalBuilder.Key);
            using var own = new JournalSegmentReader(new MemoryStream(changed), hit % 2, JournalBuilder.Key);

            Assert.Equal(All, Count(other));
            Assert.InRange(Count(own), All - PerChunk, All);
            Assert.NotEmpty(own.Damages);
            Assert.DoesNotContain(other.Damages, damage => damage.Kind is not (JournalDamageKind.ChunkHeader or JournalDamageKind.TornTail));
        }
    }

    [Fact]
    public void Another_cases_key_reads_nothing()
    {
        var (file, _) = JournalBuilder.Segment(Chunks, PerChunk);
        using var reader = new JournalSegmentReader(new MemoryStream(file), JournalBuilder.Track, new CaseKey(new byte[32]));

        Assert.False(reader.TryRead(out _));
        Assert.Equal(Chunks, reader.Damages.Count(damage => damage.Kind == JournalDamageKind.ChunkBody));
    }

    [Fact]
    public void No_payload_lies_readable_in_the_file()
    {
        var (file, _) = JournalBuilder.Segment(Chunks, PerChunk);

        Assert.DoesNotContain("packet", Encoding.Latin1.GetString(file), StringComparison.Ordinal);
    }

    [Fact]
    public void Appending_and_sealing_allocates_nothing_per_record()
    {
        using var writer = new JournalSegmentWriter(JournalBuilder.Header, JournalBuilder.Track, JournalBuilder.Key, 42);
        var payload = new byte[1000];
        Fill(writer, payload);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Fill(writer, payload);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int Count(JournalSegmentReader reader)
    {
        var count = 0;
        while (reader.TryRead(out _))
        {
            count++;
        }

        return count;
    }

    private static void Fill(JournalSegmentWriter writer, byte[] payload)
    {
        for (var index = 0; index < 1000; index++)
        {
            if (!writer.TryAppend(JournalRecordKind.Rtp, new(index), payload))
            {
                writer.Seal(last: false);
            }
        }
    }
}
