using Telemed.Rtc.Bwe;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Links;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Routing;

/// <summary>Somebody in a room: what they send, what they receive, and the state of the one transport between us.</summary>
public sealed class Participant
{
    /// <summary>More SSRCs than any browser uses; beyond it a peer is guessing.</summary>
    private const int MostStreams = 64;
    private static readonly TimeSpan FeedbackInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestFeedbackInterval = TimeSpan.FromMilliseconds(250);
    private const int FeedbackBytes = 80;
    private const double FeedbackShare = 0.05;

    private readonly List<Publication> _publications = [];
    private readonly List<Publication> _encodings = [];
    private readonly List<Slot> _slots = [];
    private StreamBinding[] _streams = new StreamBinding[4];
    private int _streamCount;
    private RetransmissionBudget _budget = new();
    private ProtectionChooser _protection = new();
    private NtpTime? _clockOffset;

    internal Participant(Room room, string id)
    {
        Room = room;
        Id = id;
    }

    /// <summary>The participant's id, unique within the room.</summary>
    public string Id { get; }

    /// <summary>The room.</summary>
    public Room Room { get; }

    /// <summary>Room for whoever drives the room to remember the transport by.</summary>
    public object? Transport { get; set; }

    /// <summary>
    /// Whether it stands for somebody whose transport is elsewhere: its packets come by another way, nothing is sent to it,
    /// and key frames are asked for by <see cref="IRoomEvents.KeyFrameWanted"/>.
    /// </summary>
    public bool IsMirror { get; internal set; }

    /// <summary>Whether its packets go to receivers elsewhere too, so that none in this room speaks for all of them.</summary>
    public bool IsPassedOn { get; set; }

    /// <summary>What it publishes, in the order of its offer.</summary>
    public IReadOnlyList<Publication> Publications => _publications;

    /// <summary>Its slots, in the order of its offer.</summary>
    public IReadOnlyList<Slot> Slots => _slots;

    /// <summary>Whether packets can go to it.</summary>
    public bool IsConnected { get; internal set; }

    /// <summary>Whether it has agreed to be recorded: only then its packets reach the tap.</summary>
    public bool IsRecordable { get; internal set; }

    /// <summary>Whose sound it gets; null for everybody's.</summary>
    public SoundChoice? Sound { get; internal set; }

    /// <summary>The round trip to it; 100 ms until it is measured.</summary>
    public TimeSpan RoundTrip => MeasuredRoundTrip ?? TimeSpan.FromMilliseconds(100);

    /// <summary>When <see cref="Room.HandleTimeout"/> wants to be called for it; never while it is idle.</summary>
    public MonotonicTime NextDeadline { get; internal set; } = MonotonicTime.Never;

    /// <summary>The round trip as last measured.</summary>
    internal TimeSpan? MeasuredRoundTrip { get; set; }

    /// <summary>The header extensions in its packets.</summary>
    internal RtpHeaderExtensionMap Extensions { get; set; }

    /// <summary>Our SSRC in feedback to it.</summary>
    internal Ssrc FeedbackSsrc { get; set; }

    /// <summary>Notes arrivals for transport-wide feedback; null until a packet carries a transport-wide number.</summary>
    internal TransportFeedbackRecorder? Feedback { get; private set; }

    /// <summary>The way to it; null when it does not report arrivals.</summary>
    internal Downlink? Downlink { get; private set; }

    /// <summary>The bound on what it sends that it was told last; null before the first.</summary>
    internal SenderBound? Bound { get; set; }

    /// <summary>The slot under whose name padding can go to it; null when there is none.</summary>
    internal Slot? PaddingSlot
    {
        get
        {
            foreach (var slot in _slots)
            {
                if (slot.CanPad)
                {
                    return slot;
                }
            }

            return null;
        }
    }

    /// <summary>What may be sent to it a second time.</summary>
    internal ref RetransmissionBudget Budget => ref _budget;

    /// <summary>How sound to it is protected.</summary>
    internal ref ProtectionChooser Protection => ref _protection;

    /// <summary>When the next reports are due; never while nothing flows either way.</summary>
    internal MonotonicTime ReportsDue { get; set; } = MonotonicTime.Never;

    /// <summary>Whether it is on the room's list of those whose deadline may have changed.</summary>
    internal bool IsTouched { get; set; }

    /// <summary>What was measured of its link since the last report of it.</summary>
    internal LinkMeter Link { get; } = new();

    /// <summary>Its streams.</summary>
    internal ReadOnlySpan<StreamBinding> Streams => _streams.AsSpan(0, _streamCount);

    /// <summary>Mutable lists for the room.</summary>
    internal List<Publication> PublicationList => _publications;

    /// <summary>The publications with all their layers: whatever has a stream of its own.</summary>
    internal List<Publication> EncodingList => _encodings;

    /// <summary>Mutable lists for the room.</summary>
    internal List<Slot> SlotList => _slots;

    /// <summary>Finds a publication by its mid; null when there is none.</summary>
    public Publication? PublicationAt(string mid)
    {
        foreach (var publication in _publications)
        {
            if (string.Equals(publication.Mid, mid, StringComparison.Ordinal))
            {
                return publication;
            }
        }

        return null;
    }

    /// <summary>Finds a slot by its mid; null when there is none.</summary>
    public Slot? SlotAt(string mid)
    {
        foreach (var slot in _slots)
        {
            if (string.Equals(slot.Mid, mid, StringComparison.Ordinal))
            {
                return slot;
            }
        }

        return null;
    }

    /// <summary>
    /// What was agreed on, with the streams that its layers were found to have since: packets tell their layer only at first.
    /// </summary>
    public ParticipantMedia WithStreams(ParticipantMedia media) => media with
    {
        Published = [.. media.Published.Select(line => line.Layers.Count == 0 ? line : line with
        {
            Layers = [.. line.Layers.Select((layer, index) => PublicationAt(line.Mid) is { } publication && index <= publication.Layers.Count
                ? layer with { Ssrc = StreamOf(publication.LayerAt(index), isRtx: false), RtxSsrc = StreamOf(publication.LayerAt(index), isRtx: true) }
                : layer)],
        })],
    };

    /// <summary>Whether an SSRC is one of those that it is known to send.</summary>
    public bool Sends(Ssrc ssrc) => TryFindStream(ssrc, out _);

    /// <summary>Finds a slot by the SSRC that we announced for it; null when there is none.</summary>
    internal Slot? SlotOf(Ssrc ssrc)
    {
        foreach (var slot in _slots)
        {
            if (slot.Ssrc == ssrc)
            {
                return slot;
            }
        }

        return null;
    }

    private Ssrc? StreamOf(Publication encoding, bool isRtx)
    {
        for (var i = _streamCount - 1; i >= 0; i--)
        {
            if (ReferenceEquals(_streams[i].Publication, encoding) && _streams[i].IsRtx == isRtx)
            {
                return _streams[i].Ssrc;
            }
        }

        return null;
    }

    /// <summary>Finds what an SSRC stands for; false when it is not known (yet).</summary>
    internal bool TryFindStream(Ssrc ssrc, out StreamBinding binding)
    {
        foreach (ref readonly var stream in Streams)
        {
            if (stream.Ssrc == ssrc)
            {
                binding = stream;
                return true;
            }
        }

        binding = default;
        return false;
    }

    /// <summary>Remembers what an SSRC stands for; false when there are too many.</summary>
    internal bool TryBind(Ssrc ssrc, Publication publication, bool isRtx)
    {
        for (var i = 0; i < _streamCount; i++)
        {
            if (_streams[i].Ssrc == ssrc)
            {
                _streams[i] = new(ssrc, publication, isRtx);
                return true;
            }
        }

        if (_streamCount == MostStreams)
        {
            return false;
        }

        if (_streamCount == _streams.Length)
        {
            Array.Resize(ref _streams, _streamCount * 2);
        }

        _streams[_streamCount++] = new(ssrc, publication, isRtx);
        return true;
    }

    /// <summary>Forgets the SSRCs of a publication, or all of them.</summary>
    internal void Unbind(Publication? publication)
    {
        var kept = 0;
        for (var i = 0; i < _streamCount; i++)
        {
            if (publication is not null && !ReferenceEquals(_streams[i].Publication, publication))
            {
                _streams[kept++] = _streams[i];
            }
        }

        Array.Clear(_streams, kept, _streamCount - kept);
        _streamCount = kept;
    }

    /// <summary>Forgets what belonged to the transport before.</summary>
    internal void ForgetTransport()
    {
        IsConnected = false;
        Feedback = null;
        Downlink = null;
        Bound = null;
        MeasuredRoundTrip = null;
        ReportsDue = MonotonicTime.Never;
        NextDeadline = MonotonicTime.Never;
        _clockOffset = null;
        _budget = new();
        _protection = new();
        Link.Reset();
        Unbind(null);
    }

    /// <summary>Begins to measure the way to it, once its slots are known to report arrivals.</summary>
    internal void MeasureDownlink()
    {
        if (Downlink is null && _slots.Exists(slot => slot.IsReported))
        {
            Downlink = new(this, PaddingSlot is not null);
        }
    }

    /// <summary>Chooses anew how sound to it is protected.</summary>
    internal void Protect(MonotonicTime now)
    {
        var link = Downlink is { Estimator.IsReporting: true } ? Downlink : null;
        _protection.Choose(
            now,
            link?.Estimator.Loss ?? _protection.ReportedLoss,
            link?.MostProtection ?? SoundProtection.Far,
            link?.IsQueued == true);
        link?.NoteProtection(_protection.Chosen, _protection.Wanted);
    }

    /// <summary>Notes a packet from it with a transport-wide number.</summary>
    internal void NoteTransportSequence(MonotonicTime now, ushort sequence)
    {
        Feedback ??= new(FeedbackInterval);
        Feedback.Note(now, sequence);
    }

    /// <summary>
    /// Fits the reports that it gets to its way: where that is narrow they have a twentieth of it, as sound needs the rest.
    /// Browsers do the same, and estimate as well from four a second.
    /// </summary>
    internal void PaceFeedback()
    {
        if (Feedback is { } feedback)
        {
            var wanted = Downlink is { Estimator: { IsCongested: true } link } ? (link.Estimate * FeedbackShare).TimeFor(FeedbackBytes) : default;
            feedback.Interval = wanted < FeedbackInterval ? FeedbackInterval : wanted > LongestFeedbackInterval ? LongestFeedbackInterval : wanted;
        }
    }

    /// <summary>Notes a packet to it.</summary>
    internal void NoteSent(MonotonicTime now, int bytes)
    {
        _budget.NoteSent(bytes);
        if (ReportsDue == MonotonicTime.Never)
        {
            Room.StartReports(now, this);
        }
    }

    /// <summary>
    /// Learns how far its clock is behind ours from the wall time in one of its sender reports. The least delay is the
    /// truest; a slow creep follows a drifting clock. One offset for all its streams keeps lips and voice together.
    /// </summary>
    internal void NoteClock(NtpTime ours, NtpTime theirs)
    {
        var offset = (long)(ours.Value - theirs.Value);
        if (_clockOffset is { } before)
        {
            var difference = offset - (long)before.Value;
            // A step of more than a second is a clock that was set.
            offset = difference < 0 || difference > 1L << 32 ? offset : (long)before.Value + (difference / 64);
        }

        _clockOffset = new((ulong)offset);
    }

    /// <summary>An instant of our wall clock in terms of its own.</summary>
    internal NtpTime ToOwnClock(NtpTime ours) => new(ours.Value - (_clockOffset?.Value ?? 0));
}
