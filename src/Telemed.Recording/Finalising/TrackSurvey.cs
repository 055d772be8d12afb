using Telemed.Recording.Crypto;
using Telemed.Recording.Depacketising;
using Telemed.Recording.Journal;
using Telemed.Recording.Timing;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Recording.Finalising;

/// <summary>What one pass over a track's segment finds: counts, clocks, mutes, gaps.</summary>
internal sealed class TrackSurvey : SegmentSurvey
{
    private readonly Dictionary<uint, long> _bySsrc = [];
    private readonly List<(long Ns, bool Muted)> _mutes = [];
    private readonly List<(long ReceivedNs, JournalSenderReport Report)> _early = [];
    private TimestampUnwrapper _timestamps;
    private TrackTiming? _timing;

    /// <summary>What the track is; null when neither segment nor index tell.</summary>
    public TrackDescription? Description { get; private set; }

    /// <summary>RTP packets.</summary>
    public long Packets { get; private set; }

    /// <summary>Sender reports.</summary>
    public long Reports { get; private set; }

    /// <summary>RTP packets by the SSRC in their own headers.</summary>
    public IReadOnlyDictionary<uint, long> PacketsBySsrc => _bySsrc;

    /// <summary>What the queue could not take.</summary>
    public List<JournalGap> Gaps { get; } = [];

    /// <summary>When the track ended; null when that was not noted.</summary>
    public long? EndedNs { get; private set; }

    /// <summary>The track's clocks; null before there is a description.</summary>
    public TrackTiming? Timing => _timing;

    /// <summary>Reads a track's segment.</summary>
    /// <param name="index">The index of its epoch.</param>
    /// <param name="track">The track.</param>
    /// <param name="key">The case's key.</param>
    public static TrackSurvey Of(IndexSurvey index, int track, CaseKey key)
    {
        var survey = new TrackSurvey { Source = index.Source, Sha256 = index.Sha256, Track = track };
        survey.Describe(index.Descriptions.GetValueOrDefault(track));
        survey.Read(key);
        return survey;
    }

    /// <summary>Whether a packet is this track's media: not of another stream, not of another payload type.</summary>
    public bool IsMedia(RtpPacket packet) => Description is { } track
        && packet.PayloadType == track.PayloadType
        && (track.Ssrc == 0 || packet.Ssrc.Value == track.Ssrc);

    /// <summary>Where the track was muted; an open end lasts until <paramref name="endNs"/>.</summary>
    public List<(long FromNs, long ToNs)> Mutes(long endNs)
    {
        var spans = new List<(long, long)>();
        long? from = null;
        foreach (var (ns, muted) in _mutes)
        {
            if (muted)
            {
                from ??= ns;
            }
            else if (from is { } start)
            {
                spans.Add((start, ns));
                from = null;
            }
        }

        if (from is { } open && open < endNs)
        {
            spans.Add((open, endNs));
        }

        return spans;
    }

    /// <inheritdoc/>
    protected override void Take(in JournalRecord record)
    {
        var ns = record.ReceivedAt.Nanoseconds;
        switch (record.Kind)
        {
            case JournalRecordKind.Description or JournalRecordKind.Codec:
                Describe(JournalJson.Read(record.Payload, JournalJson.Default.TrackDescription));
                break;
            case JournalRecordKind.Rtp:
                TakePacket(ns, record.Payload);
                break;
            case JournalRecordKind.SenderReport:
                if (JournalSenderReport.TryParse(record.Payload, out var report))
                {
                    Reports++;
                    _early.Add((ns, report));
                    ResolveReports();
                }

                break;
            case JournalRecordKind.Muted or JournalRecordKind.Unmuted:
                _mutes.Add((ns, record.Kind == JournalRecordKind.Muted));
                break;
            case JournalRecordKind.Gap:
                if (JournalGap.TryParse(record.Payload, out var gap))
                {
                    Gaps.Add(gap);
                }

                break;
            case JournalRecordKind.Ended:
                EndedNs = ns;
                break;
        }
    }

    private void Describe(TrackDescription? description)
    {
        // What the packets are does not change within a track; what they show may be told later.
        Description = Description is { } first && description is not null
            ? first with { Feed = description.Feed, Label = description.Label }
            : Description ?? description;
        if (_timing is null && Description is { ClockRate: > 0 } known)
        {
            _timing = new(known.ClockRate);
        }
    }

    private void TakePacket(long ns, ReadOnlySpan<byte> bytes)
    {
        if (!RtpPacket.TryParse(bytes, out var packet))
        {
            return;
        }

        Packets++;
        _bySsrc[packet.Ssrc.Value] = _bySsrc.GetValueOrDefault(packet.Ssrc.Value) + 1;
        if (IsMedia(packet) && packet.Payload.Length > 0)
        {
            _timing?.Add(_timestamps.Unwrap(packet.Timestamp), ns);
            ResolveReports();
        }
    }

    /// <summary>A report's time stamp can be extended only once a packet has shown where the numbers stand.</summary>
    private void ResolveReports()
    {
        if (_timing is null || !_timestamps.Started)
        {
            return;
        }

        foreach (var (ns, report) in _early)
        {
            _timing.Add(new ReportPoint(_timestamps.Peek(report.RtpTime), Nanoseconds(report.Ntp), ns));
        }

        _early.Clear();
    }

    private static long Nanoseconds(NtpTime time) =>
        ((long)(time.Value >> 32) * 1_000_000_000) + (long)(((time.Value & uint.MaxValue) * 1_000_000_000) >> 32);
}
