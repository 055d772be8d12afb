using Telemed.Recording.Crypto;
using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;
using Telemed.Recording.Timing;

namespace Telemed.Recording.Finalising;

/// <summary>
/// A recording that is being finalised from its journal: read once to learn the clocks, then once per participant to write
/// their file, then the manifest. The same journal gives the same bytes. One thread at a time; bad content of a
/// journal never throws.
/// </summary>
public sealed class RecordingProject
{
    private readonly JournalSurvey _journal;
    private readonly CaseKey _key;
    private readonly RecordingTimeline _timeline;
    private readonly List<RecordedTrack> _tracks;
    private readonly List<ParticipantMedia> _media;

    private RecordingProject(JournalSurvey journal, CaseKey key, RecordingTimeline timeline)
    {
        _journal = journal;
        _key = key;
        _timeline = timeline;
        _tracks = Clocked(journal);
        _media = ParticipantMedia.Of(_tracks, timeline);
        People = [.. _media.Select(media => new RecordedPerson(media.Participant, media.Number))];
    }

    /// <summary>Those of whom media was recorded, in order of first appearance.</summary>
    public IReadOnlyList<RecordedPerson> People { get; }

    /// <summary>The time line's length in milliseconds.</summary>
    public long DurationMs => _timeline.DurationNs / 1_000_000;

    /// <summary>The marks on the time line.</summary>
    public IReadOnlyList<ManifestMark> Marks => [.. _journal.Indexes
        .OrderBy(entry => entry.Key)
        .SelectMany(entry => entry.Value.Marks.Select(mark => new ManifestMark(ToMs(entry.Key, mark.Ns), mark.Label)))];

    /// <summary>The chapters: one from the start, one from each mark.</summary>
    public IReadOnlyList<ManifestMark> Chapters => Marks is [{ AtMs: > 0 }, ..] ? [new(0, ""), .. Marks] : Marks;

    /// <summary>What was drawn over recorded pictures, in order.</summary>
    public IReadOnlyList<Drawing> Drawings
    {
        get
        {
            var all = _journal.Indexes.OrderBy(entry => entry.Key)
                .SelectMany(entry => entry.Value.Drawings.Select(one => (AtMs: ToMs(entry.Key, one.Ns), one.Drawing)))
                .ToList();
            return [.. all.Select((one, index) => Stroke(one.AtMs, one.Drawing, all.Skip(index + 1))).OfType<Drawing>()];
        }
    }

    /// <summary>Reads a journal. Null when it holds no record at all.</summary>
    /// <param name="files">The file of every epoch.</param>
    /// <param name="key">The case's key.</param>
    public static RecordingProject? Open(IReadOnlyList<SegmentSource> files, CaseKey key)
    {
        var journal = JournalSurvey.Of(files, key);
        return journal.Timeline() is { } timeline ? new(journal, key, timeline) : null;
    }

    /// <summary>Writes a participant's file.</summary>
    /// <param name="person">One of <see cref="People"/>.</param>
    /// <param name="file">Where to write: seekable, empty.</param>
    /// <param name="progress">Hears 0 to 1, many times.</param>
    public PersonFile Write(RecordedPerson person, Stream file, Action<double> progress)
    {
        var media = _media[person.Number - 1];
        var total = Math.Max(1, _timeline.DurationNs);
        var (lanes, durationMs) = ParticipantFile.Write(
            media, _key, _timeline, file, ns => progress(Math.Min(1, (double)ns / total)));
        var webm = lanes.All(lane => lane.Codec is not "H264");
        return new(person, durationMs, webm, [.. lanes.Select(Describe)]);
    }

    /// <summary>The manifest; after every person's file was written, since writing counts the frames.</summary>
    /// <param name="recordingId">The recording.</param>
    /// <param name="consultId">The consult.</param>
    /// <param name="software">The program that finalises.</param>
    /// <param name="video">The composed file.</param>
    /// <param name="files">The files of participants.</param>
    /// <param name="speech">Who spoke when.</param>
    /// <param name="previews">What a player shows beside the composed file.</param>
    public RecordingManifest Manifest(
        string recordingId,
        string consultId,
        string software,
        ManifestFile video,
        IReadOnlyDictionary<RecordedPerson, ManifestFile> files,
        IReadOnlyList<ManifestSpeech> speech,
        IReadOnlyList<ManifestFile> previews) => new(
            2,
            recordingId,
            consultId,
            software,
            _timeline.Epochs.First().StartedAt,
            _timeline.Epochs.Last().EndedAt,
            DurationMs,
            video,
            [.. People.Select(person => Participant(person, files.GetValueOrDefault(person)))],
            [.. _tracks.Select(Track)],
            [.. _journal.Indexes.OrderBy(entry => entry.Key).Select(entry => entry.Value.File),
                .. _journal.Tracks.Select(track => track.File)],
            Pauses(),
            AllGaps(),
            Marks,
            Chapters,
            Consents(),
            Transports(),
            speech,
            previews);

    /// <summary>The name that was given to a participant; empty when none was.</summary>
    public string NameOf(string participant) => Known(participant)?.Name ?? "";

    /// <summary>What is missing, and why; after every person's file was written.</summary>
    public IReadOnlyList<ManifestGap> AllGaps() => [.. Gaps().OrderBy(gap => gap.FromMs)];

    /// <summary>Fits the clocks of each participant's tracks together, epoch by epoch.</summary>
    private static List<RecordedTrack> Clocked(JournalSurvey journal)
    {
        var tracks = new List<RecordedTrack>();
        var usable = journal.Tracks.Where(track => track.Timing is { Arrivals.Count: > 0 });
        foreach (var group in usable.GroupBy(track => (track.Source.Epoch, track.Description!.Participant)))
        {
            var clocks = ClockFitter.Fit([.. group.Select(track => track.Timing!)]);
            tracks.AddRange(group.Select(track => new RecordedTrack(track, track.Description!, clocks[track.Timing!])));
        }

        return [.. tracks.OrderBy(track => track.Survey.Source.Epoch).ThenBy(track => track.Survey.Track)];
    }

    /// <summary>A stroke as it stood on the time line; null for what is none, or lies on no recorded picture.</summary>
    private Drawing? Stroke(long atMs, JournalDrawing drawn, IEnumerable<(long AtMs, JournalDrawing Drawing)> later)
    {
        var shown = _tracks.Find(track => track.Description.Publication == drawn.Publication)?.Description;
        if (shown is null || !JournalDrawing.IsLine(drawn.Points))
        {
            return null;
        }

        var end = Math.Min(atMs + Drawing.StaysMs, DurationMs);
        var wiped = later.TakeWhile(one => one.AtMs < end)
            .FirstOrDefault(one => one.Drawing is { Points.Count: 0 } && one.Drawing.Publication == drawn.Publication);
        return new(atMs, wiped.Drawing is null ? end : wiped.AtMs, drawn.Participant, shown.Participant, shown.Feed, drawn.Points);
    }

    private long ToMs(int epoch, long ns) => _timeline.Map(epoch, ns) / 1_000_000;

    private PersonTrack Describe(MediaLane lane)
    {
        var size = lane.Tracks.Select(track => track.Size).FirstOrDefault(size => size != default);
        return new(lane.Kind, lane.Feed, size.Width, size.Height, [.. lane.Tracks.SelectMany(Shown)]);
    }

    /// <summary>From the first frame until the track ended; one that nobody ended goes on to its epoch's end.</summary>
    private IEnumerable<ManifestSpan> Shown(RecordedTrack track)
    {
        if (track.FromNs is not { } from)
        {
            yield break;
        }

        var epoch = track.Survey.Source.Epoch;
        var endNs = track.Survey.EndedNs ?? _timeline.Epochs.First(span => span.Epoch == epoch).EndNs;
        var at = from / 1_000_000;
        foreach (var muted in Muted(track))
        {
            if (muted.FromMs > at)
            {
                yield return new(at, muted.FromMs);
            }

            at = Math.Max(at, muted.ToMs);
        }

        if (ToMs(epoch, endNs) > at)
        {
            yield return new(at, ToMs(epoch, endNs));
        }
    }

    private IEnumerable<ManifestSpan> Muted(RecordedTrack track)
    {
        var epoch = track.Survey.Source.Epoch;
        var endNs = track.Survey.EndedNs ?? _timeline.Epochs.First(span => span.Epoch == epoch).EndNs;
        return track.Survey.Mutes(endNs).Select(span => new ManifestSpan(ToMs(epoch, span.FromNs), ToMs(epoch, span.ToNs)));
    }

    private ManifestParticipant Participant(RecordedPerson person, ManifestFile? file)
    {
        var known = Known(person.Participant);
        return new(person.Participant, known?.Name ?? "", known?.Role ?? "", file);
    }

    private EpochParticipant? Known(string participant) => _journal.Indexes.OrderByDescending(entry => entry.Key)
        .SelectMany(entry => entry.Value.Description?.Participants ?? [])
        .FirstOrDefault(entry => string.Equals(entry.Participant, participant, StringComparison.Ordinal));

    /// <summary>Those who had agreed when an epoch began, and every answer that took effect in it.</summary>
    private List<ManifestConsent> Consents() => [.. _journal.Indexes.OrderBy(entry => entry.Key).SelectMany(entry =>
        (entry.Value.Description?.Participants ?? [])
            .Where(person => person.Granted && entry.Value.StartNs is not null)
            .Select(person => Consent(entry.Key, entry.Value.StartNs!.Value, person.Participant, true, person.TextVersion))
            .Concat(entry.Value.Consents.Select(answer => Consent(
                entry.Key, answer.Ns, answer.Consent.Participant, answer.Consent.Granted, answer.Consent.TextVersion))))];

    private List<ManifestTransport> Transports() => [.. _journal.Indexes.OrderBy(entry => entry.Key).SelectMany(entry =>
        entry.Value.Transports.Select(change => new ManifestTransport(
            change.Transport.Participant, change.Transport.What, ToMs(entry.Key, change.Ns))))];

    /// <summary>From each loss of a link to its return; who did not come back is no gap.</summary>
    private IEnumerable<ManifestGap> Absences()
    {
        var lost = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var change in Transports())
        {
            if (change.What == TransportChange.Lost)
            {
                lost.TryAdd(change.Participant, change.AtMs);
            }
            else if (change.What == TransportChange.Connected && lost.Remove(change.Participant, out var from))
            {
                yield return new(
                    from, change.AtMs, GapCause.ParticipantAway, change.Participant, null, null, change.AtMs - from);
            }
        }
    }

    private ManifestConsent Consent(int epoch, long ns, string participant, bool granted, string? version) => new(
        participant,
        granted,
        version,
        ToMs(epoch, ns),
        _timeline.Epochs.First(span => span.Epoch == epoch).WallOf(ns));

    private ManifestTrack Track(RecordedTrack track) => new(
        track.Survey.Source.Epoch,
        track.Survey.Track,
        track.Description.Participant,
        track.Description.Publication,
        track.Description.Mid,
        track.Description.Kind,
        track.Description.Feed,
        track.Description.Label,
        track.Description.Codec,
        track.Description.Ssrc,
        (track.FromNs ?? 0) / 1_000_000,
        track.ToNs / 1_000_000,
        track.Survey.Packets,
        track.Frames,
        track.Lost,
        track.Clock.UsesReports ? "sender-reports" : "arrival",
        track.Size.Width,
        track.Size.Height,
        [.. Muted(track)])
    {
        Layer = track.Description.Layer,
    };

    private List<ManifestPause> Pauses() => [.. _timeline.Epochs.SelectMany(epoch => epoch.Pauses.Select(pause =>
        new ManifestPause(
            ToMs(epoch.Epoch, pause.FromNs), epoch.WallOf(pause.FromNs), (pause.ToNs - pause.FromNs) / 1_000_000,
            _journal.Indexes.GetValueOrDefault(epoch.Epoch)?.PausedBy.GetValueOrDefault(pause.FromNs))))];

    private IEnumerable<ManifestGap> Gaps()
    {
        foreach (var (from, to, away) in _timeline.Gaps())
        {
            yield return new(
                from / 1_000_000, to / 1_000_000, GapCause.ServerAway, null, null, null, away / 1_000_000);
        }

        foreach (var absence in Absences())
        {
            yield return absence;
        }

        foreach (var track in _tracks)
        {
            foreach (var loss in track.Losses)
            {
                yield return loss;
            }
        }

        foreach (var gap in _journal.Tracks.SelectMany(TrackGaps))
        {
            yield return gap;
        }
    }

    private IEnumerable<ManifestGap> TrackGaps(TrackSurvey track)
    {
        var epoch = track.Source.Epoch;
        var who = track.Description?.Participant;
        var what = track.Description?.Publication;
        foreach (var gap in track.Gaps)
        {
            var from = ToMs(epoch, gap.First.Nanoseconds);
            var to = ToMs(epoch, gap.Last.Nanoseconds);
            yield return new(from, to, GapCause.QueueOverflow, who, what, gap.Packets, to - from);
        }

        foreach (var ns in track.DamagedNs)
        {
            yield return new(ToMs(epoch, ns), ToMs(epoch, ns), GapCause.Damage, who, what, null, 0);
        }
    }
}
