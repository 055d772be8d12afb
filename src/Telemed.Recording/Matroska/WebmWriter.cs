using System.Buffers;
using System.Buffers.Binary;

namespace Telemed.Recording.Matroska;

/// <summary>
/// Writes a WebM (or, with H.264, Matroska) file with known sizes, duration and cues, so that any player can seek in it.
/// The same input gives the same bytes. Times are whole milliseconds.
/// </summary>
internal sealed class WebmWriter
{
    private const int MaximumClusterMs = 5000;
    private const int MaximumClusterBytes = 2 << 20;
    private const string Program = "telemed";

    private readonly Stream _file;
    private readonly IReadOnlyList<WebmTrack> _tracks;
    private readonly long[] _lastMs;
    private readonly ArrayBufferWriter<byte> _blocks = new(64 * 1024);
    private readonly List<(long TimeMs, int Track, long Position)> _cues = [];
    private readonly int _cueTrack;
    private long _segmentStart;
    private long _durationPosition;
    private long _infoPosition;
    private long _tracksPosition;
    private long _cuesSeekPosition;
    private long _clusterMs;
    private bool _clusterOpen;

    /// <summary>Begins a file.</summary>
    /// <param name="file">Where to write: seekable, empty.</param>
    /// <param name="tracks">At least one track.</param>
    public WebmWriter(Stream file, IReadOnlyList<WebmTrack> tracks)
    {
        _file = file;
        _tracks = tracks;
        _lastMs = new long[tracks.Count];
        Array.Fill(_lastMs, -1);
        _cueTrack = Math.Max(0, tracks.ToList().FindIndex(track => track.IsVideo));
        WriteStart();
    }

    /// <summary>Writes a frame. Frames come in order of time over all tracks, give or take a cluster's reach; a frame
    /// that is not later than the one before in its track is moved 1 ms behind it.</summary>
    public void Write(int track, long timeMs, bool isKey, ReadOnlySpan<byte> data)
    {
        timeMs = Math.Max(timeMs, _lastMs[track] + 1);
        _lastMs[track] = timeMs;
        if (!_clusterOpen || NeedsCluster(track, timeMs, isKey))
        {
            CloseCluster();
            _clusterOpen = true;
            _clusterMs = timeMs;
            _cues.Add((timeMs, track + 1, _file.Position - _segmentStart));
        }

        Block(track, timeMs, isKey, data);
    }

    /// <summary>Ends the file.</summary>
    /// <param name="durationMs">The file's length.</param>
    public void Finish(long durationMs)
    {
        CloseCluster();
        var cues = _file.Position;
        WriteCues();
        var end = _file.Position;
        Span<byte> number = stackalloc byte[8];
        Ebml.Length64(number, end - _segmentStart);
        Patch(_segmentStart - 8, number);
        BinaryPrimitives.WriteDoubleBigEndian(number, durationMs);
        Patch(_durationPosition, number);
        BinaryPrimitives.WriteInt64BigEndian(number, cues - _segmentStart);
        Patch(_cuesSeekPosition, number);
        _file.Position = end;
    }

    private bool NeedsCluster(int track, long timeMs, bool isKey) =>
        (track == _cueTrack && isKey && _tracks[track].IsVideo)
        || timeMs - _clusterMs >= MaximumClusterMs
        || timeMs < _clusterMs
        || _blocks.WrittenCount > MaximumClusterBytes;

    private void Block(int track, long timeMs, bool isKey, ReadOnlySpan<byte> data)
    {
        Ebml.Id(_blocks, MatroskaIds.SimpleBlock);
        Ebml.Length(_blocks, 4 + data.Length);
        Span<byte> head = stackalloc byte[4];
        head[0] = (byte)(0x80 | (track + 1));
        BinaryPrimitives.WriteInt16BigEndian(head[1..], (short)(timeMs - _clusterMs));
        head[3] = (byte)(isKey ? 0x80 : 0);
        _blocks.Write(head);
        _blocks.Write(data);
    }

    private void CloseCluster()
    {
        if (!_clusterOpen)
        {
            return;
        }

        var time = new ArrayBufferWriter<byte>(16);
        Ebml.Unsigned(time, MatroskaIds.Timestamp, (ulong)_clusterMs);
        var head = new ArrayBufferWriter<byte>(16);
        Ebml.Id(head, MatroskaIds.Cluster);
        Ebml.Length(head, time.WrittenCount + _blocks.WrittenCount);
        _file.Write(head.WrittenSpan);
        _file.Write(time.WrittenSpan);
        _file.Write(_blocks.WrittenSpan);
        _blocks.ResetWrittenCount();
        _clusterOpen = false;
    }

    private void WriteStart()
    {
        var output = new ArrayBufferWriter<byte>();
        Ebml.Master(output, MatroskaIds.Header, Built(HeaderContent));
        Ebml.Id(output, MatroskaIds.Segment);
        output.Write<byte>([0x01, 0, 0, 0, 0, 0, 0, 0]); // the length comes at the end
        _segmentStart = output.WrittenCount;
        var seek = SeekContent(0, 0);
        var info = Built(InfoContent);
        _infoPosition = seek.Length + 5;
        _tracksPosition = _infoPosition + 5 + info.Length;
        seek = SeekContent(_infoPosition, _tracksPosition);
        Ebml.Master(output, MatroskaIds.SeekHead, seek);
        _cuesSeekPosition = output.WrittenCount - 8;
        Ebml.Master(output, MatroskaIds.Info, info);
        _durationPosition = output.WrittenCount - 8;
        Ebml.Master(output, MatroskaIds.Tracks, Built(TracksContent));
        _file.Write(output.WrittenSpan);
    }

    private void HeaderContent(ArrayBufferWriter<byte> output)
    {
        Ebml.Unsigned(output, MatroskaIds.EbmlVersion, 1);
        Ebml.Unsigned(output, MatroskaIds.EbmlReadVersion, 1);
        Ebml.Unsigned(output, MatroskaIds.EbmlMaxIdLength, 4);
        Ebml.Unsigned(output, MatroskaIds.EbmlMaxSizeLength, 8);
        var plain = _tracks.All(track => track.CodecId is "V_VP8" or "A_OPUS");
        Ebml.Text(output, MatroskaIds.DocType, plain ? "webm" : "matroska");
        Ebml.Unsigned(output, MatroskaIds.DocTypeVersion, 4);
        Ebml.Unsigned(output, MatroskaIds.DocTypeReadVersion, 2);
    }

    /// <summary>Positions of fixed width; the one of the cues comes last and is filled in at the end.</summary>
    private static byte[] SeekContent(long info, long tracks)
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (id, position) in ((uint, long)[])
            [(MatroskaIds.Info, info), (MatroskaIds.Tracks, tracks), (MatroskaIds.Cues, 0)])
        {
            var entry = new ArrayBufferWriter<byte>();
            var idBytes = new ArrayBufferWriter<byte>();
            Ebml.Id(idBytes, id);
            Ebml.Master(entry, MatroskaIds.SeekId, idBytes.WrittenSpan);
            Ebml.Unsigned64(entry, MatroskaIds.SeekPosition, (ulong)position);
            Ebml.Master(output, MatroskaIds.Seek, entry.WrittenSpan);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>The duration comes last, so that its place is known.</summary>
    private void InfoContent(ArrayBufferWriter<byte> output)
    {
        Ebml.Unsigned(output, MatroskaIds.TimestampScale, 1_000_000);
        Ebml.Text(output, MatroskaIds.MuxingApp, Program);
        Ebml.Text(output, MatroskaIds.WritingApp, Program);
        Ebml.Float(output, MatroskaIds.Duration, 0);
    }

    private void TracksContent(ArrayBufferWriter<byte> output)
    {
        for (var index = 0; index < _tracks.Count; index++)
        {
            Ebml.Master(output, MatroskaIds.TrackEntry, TrackContent(index + 1, _tracks[index]));
        }
    }

    private static byte[] TrackContent(int number, WebmTrack track)
    {
        var output = new ArrayBufferWriter<byte>();
        Ebml.Unsigned(output, MatroskaIds.TrackNumber, (ulong)number);
        Ebml.Unsigned(output, MatroskaIds.TrackUid, (ulong)number);
        Ebml.Unsigned(output, MatroskaIds.TrackType, track.IsVideo ? 1u : 2u);
        Ebml.Unsigned(output, MatroskaIds.FlagLacing, 0);
        Ebml.Text(output, MatroskaIds.Language, "und");
        Ebml.Text(output, MatroskaIds.Name, track.Name);
        Ebml.Text(output, MatroskaIds.CodecId, track.CodecId);
        if (track.Configuration.Length > 0)
        {
            Ebml.Master(output, MatroskaIds.CodecPrivate, track.Configuration);
        }

        var detail = new ArrayBufferWriter<byte>();
        if (track.IsVideo)
        {
            Ebml.Unsigned(detail, MatroskaIds.PixelWidth, (ulong)track.Width);
            Ebml.Unsigned(detail, MatroskaIds.PixelHeight, (ulong)track.Height);
            Ebml.Master(output, MatroskaIds.Video, detail.WrittenSpan);
            return output.WrittenSpan.ToArray();
        }

        Ebml.Unsigned(output, MatroskaIds.CodecDelay, 0);
        Ebml.Unsigned(output, MatroskaIds.SeekPreRoll, 80_000_000);
        Ebml.Float(detail, MatroskaIds.SamplingFrequency, 48_000);
        Ebml.Unsigned(detail, MatroskaIds.Channels, 2);
        Ebml.Master(output, MatroskaIds.Audio, detail.WrittenSpan);
        return output.WrittenSpan.ToArray();
    }

    private void WriteCues()
    {
        var output = new ArrayBufferWriter<byte>();
        foreach (var (timeMs, track, position) in _cues)
        {
            var place = new ArrayBufferWriter<byte>();
            Ebml.Unsigned(place, MatroskaIds.CueTrack, (ulong)track);
            Ebml.Unsigned(place, MatroskaIds.CueClusterPosition, (ulong)position);
            var point = new ArrayBufferWriter<byte>();
            Ebml.Unsigned(point, MatroskaIds.CueTime, (ulong)timeMs);
            Ebml.Master(point, MatroskaIds.CueTrackPositions, place.WrittenSpan);
            Ebml.Master(output, MatroskaIds.CuePoint, point.WrittenSpan);
        }

        var cues = new ArrayBufferWriter<byte>();
        Ebml.Master(cues, MatroskaIds.Cues, output.WrittenSpan);
        _file.Write(cues.WrittenSpan);
    }

    private static byte[] Built(Action<ArrayBufferWriter<byte>> content)
    {
        var output = new ArrayBufferWriter<byte>();
        content(output);
        return output.WrittenSpan.ToArray();
    }

    private void Patch(long position, ReadOnlySpan<byte> bytes)
    {
        _file.Position = position;
        _file.Write(bytes);
    }
}
