using Telemed.Recording.Crypto;
using Telemed.Recording.Depacketising;
using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;

namespace Telemed.Recording.Finalising;

/// <summary>Reads a track's frames from its segment, in order and on the recording's time line.</summary>
internal sealed class TrackFrames(RecordedTrack track, CaseKey key, RecordingTimeline timeline)
{
    private const long AudioLossNs = 200_000_000;
    private const long VideoLossNs = 500_000_000;
    private const long OldestNs = 10_000_000_000;

    private readonly PacketSorter _sorter = new();
    private readonly SequenceLine _sequences = new();
    private TimestampUnwrapper _timestamps;
    private long _lastArrivalNs = long.MinValue;
    private long _lostSince;

    /// <summary>The frames; the track's tally is filled while they are read.</summary>
    public IEnumerable<TimedFrame> Read()
    {
        track.Reset();
        var assembler = FrameAssembler.For(track.Description);
        if (assembler is null)
        {
            yield break;
        }

        using var file = track.Survey.Source.Open();
        using var reader = new JournalSegmentReader(file, track.Survey.Track, key);
        for (var more = true; more;)
        {
            more = Fill(reader);
            if (!more)
            {
                _sorter.Drain();
            }

            while (_sorter.TryPop(out var packet, out var missing))
            {
                CountLoss(packet, missing);
                if (assembler.Take(packet, missing) is { } frame && Place(frame) is { } timed)
                {
                    yield return timed;
                }
            }
        }
    }

    /// <summary>Pushes the next media packet to the sorter; false at the end.</summary>
    private bool Fill(JournalSegmentReader reader)
    {
        while (reader.TryRead(out var record))
        {
            if (record.Kind == JournalRecordKind.Rtp
                && RtpPacket.TryParse(record.Payload, out var packet)
                && track.Survey.IsMedia(packet))
            {
                // A probe without payload has a time stamp of its own making; only its place in the order counts.
                var time = packet.Payload.Length > 0
                    ? _timestamps.Unwrap(packet.Timestamp)
                    : _timestamps.Peek(packet.Timestamp);
                _sorter.Push(new(
                    _sequences.Extend(packet.SequenceNumber, record.ReceivedAt.Nanoseconds),
                    time,
                    record.ReceivedAt.Nanoseconds,
                    packet.Marker,
                    packet.Payload.ToArray()));
                return true;
            }
        }

        return false;
    }

    private void CountLoss(MediaPacket packet, int missing)
    {
        var paused = _lastArrivalNs != long.MinValue
            && timeline.PausedBetween(track.Survey.Source.Epoch, _lastArrivalNs, packet.ReceivedNs);
        if (missing > 0 && !paused)
        {
            track.Lost += missing;
            _lostSince += missing;
        }

        _lastArrivalNs = Math.Max(_lastArrivalNs, packet.ReceivedNs);
    }

    private TimedFrame? Place(MediaFrame frame)
    {
        var epoch = track.Survey.Source.Epoch;
        var isAudio = track.Description.Kind == TrackKind.Audio;
        var ns = track.Clock.ToLocal(frame.RtpTime);
        ns = Math.Clamp(ns, frame.ReceivedNs - OldestNs, frame.ReceivedNs);
        if (isAudio && timeline.IsCut(epoch, ns))
        {
            return null; // a picture is kept all the same: others build on it
        }

        var at = timeline.Map(epoch, ns);
        Tally(frame, at, isAudio);
        return new(at, frame.IsKey, frame.Data);
    }

    private void Tally(MediaFrame frame, long at, bool isAudio)
    {
        if (_lostSince > 0 && track.FromNs is not null && at - track.ToNs > (isAudio ? AudioLossNs : VideoLossNs))
        {
            track.Losses.Add(new(
                track.ToNs / 1_000_000,
                at / 1_000_000,
                GapCause.Network,
                track.Description.Participant,
                track.Description.Publication,
                _lostSince,
                (at - track.ToNs) / 1_000_000));
        }

        _lostSince = 0;
        track.Frames++;
        track.FromNs ??= at;
        track.ToNs = Math.Max(track.ToNs, at + DurationOf(frame, isAudio));
        if (track.Size == default && !isAudio)
        {
            track.Size = SizeOf(frame);
        }
    }

    private static long DurationOf(MediaFrame frame, bool isAudio) =>
        isAudio && OpusPacket.TryGetDuration(frame.Data, out var samples) ? samples * 1_000_000_000L / 48_000 : 0;

    private (int, int) SizeOf(MediaFrame frame)
    {
        if (string.Equals(track.Description.Codec, "H264", StringComparison.OrdinalIgnoreCase))
        {
            return H264ParameterSets.Find(frame.Data) is { } sets ? (sets.Width, sets.Height) : default;
        }

        return Vp8Payload.TryGetSize(frame.Data, out var width, out var height) ? (width, height) : default;
    }
}
