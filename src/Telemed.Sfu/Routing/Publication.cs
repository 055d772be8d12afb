using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Speakers;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Routing;

/// <summary>What a participant sends on one m-line, and the slots that it goes to.</summary>
public sealed class Publication
{
    private readonly List<CodecBinding> _codecs = [];
    private Slot[] _subscribers = new Slot[4];
    private VoiceLevel _voice;

    internal Publication(Participant owner, PublishedLine line)
    {
        Owner = owner;
        Mid = line.Mid;
        Kind = line.Kind;
        Id = $"{owner.Id}:{line.Mid}";
        Feed = line.Kind == StreamKind.Audio ? "voice" : "face";
        KeyFrames = line.Kind == StreamKind.Video ? new() : null;
        Renegotiate(line);
    }

    /// <summary>Unique within the room: the owner's id, a colon and the mid, fit for a segment of a URL.</summary>
    public string Id { get; }

    /// <summary>Whose it is.</summary>
    public Participant Owner { get; }

    /// <summary>The m-line's name in the owner's offer.</summary>
    public string Mid { get; }

    /// <summary>Sound or picture.</summary>
    public StreamKind Kind { get; }

    /// <summary>What it shows, in the words of signalling.</summary>
    public string Feed { get; internal set; }

    /// <summary>A label for people; may be empty.</summary>
    public string Label { get; internal set; } = string.Empty;

    /// <summary>Whether the owner has muted it: then nothing is passed on.</summary>
    public bool IsMuted { get; internal set; }

    /// <summary>The codecs that the owner may use.</summary>
    public IReadOnlyList<CodecBinding> Codecs => _codecs;

    /// <summary>The codec of the last packet; null before the first.</summary>
    public CodecBinding? Codec { get; internal set; }

    /// <summary>The stream's SSRC; null before it is known.</summary>
    public Ssrc? Ssrc => Stream?.Ssrc;

    /// <summary>Room for whoever taps the room to remember which track this is; 0 at first.</summary>
    public int TapTrack { get; set; }

    /// <summary>The incoming stream; null before its SSRC is known.</summary>
    internal IncomingStream? Stream { get; private set; }

    /// <summary>Whether lost packets may be asked for again.</summary>
    public bool Nack { get; private set; }

    /// <summary>When to ask for key frames; null for sound.</summary>
    internal KeyFrameRequester? KeyFrames { get; }

    /// <summary>How loud it is.</summary>
    internal ref VoiceLevel Voice => ref _voice;

    /// <summary>Whether the tap has been told of this publication and not yet of its end.</summary>
    internal bool IsTapped { get; set; }

    /// <summary>The slots that are assigned this publication or still show it.</summary>
    internal ReadOnlySpan<Slot> Subscribers => _subscribers.AsSpan(0, SubscriberCount);

    /// <summary>How many slots there are.</summary>
    internal int SubscriberCount { get; private set; }

    /// <summary>Takes what a further offer says of the m-line.</summary>
    internal void Renegotiate(PublishedLine line)
    {
        _codecs.Clear();
        _codecs.AddRange(line.Codecs);
        Nack = line.Nack && Kind == StreamKind.Video;
        if (line.Ssrc is { } ssrc && Stream?.Ssrc != ssrc)
        {
            StartStream(ssrc);
        }
    }

    /// <summary>Begins to receive under a (new) SSRC; receivers go on with it from its next key frame.</summary>
    internal void StartStream(Ssrc ssrc)
    {
        var isVideo = Kind == StreamKind.Video;
        Stream = new(ssrc, isVideo ? 90_000 : 48_000, Nack, cache: isVideo);
    }

    /// <summary>The owner's meaning of a payload type; null when it was not agreed on.</summary>
    internal CodecBinding? CodecOf(byte payloadType)
    {
        foreach (var codec in _codecs)
        {
            if (codec.PayloadType == payloadType)
            {
                return codec;
            }
        }

        return null;
    }

    /// <summary>The codec whose packets have this payload type where they repeat earlier ones; null when there is none.</summary>
    internal CodecBinding? CodecOfRed(byte payloadType)
    {
        foreach (var codec in _codecs)
        {
            if (codec.RedPayloadType == payloadType && payloadType != 0)
            {
                return codec;
            }
        }

        return null;
    }

    /// <summary>The codec whose retransmissions have this payload type; null when there is none.</summary>
    internal CodecBinding? CodecOfRtx(byte payloadType)
    {
        foreach (var codec in _codecs)
        {
            if (codec.RtxPayloadType == payloadType && payloadType != 0)
            {
                return codec;
            }
        }

        return null;
    }

    /// <summary>Adds a slot, once.</summary>
    internal void Subscribe(Slot slot)
    {
        if (Subscribers.Contains(slot))
        {
            return;
        }

        if (SubscriberCount == _subscribers.Length)
        {
            Array.Resize(ref _subscribers, SubscriberCount * 2);
        }

        _subscribers[SubscriberCount++] = slot;
    }

    /// <summary>Takes a slot away; nothing when it is not there.</summary>
    internal void Unsubscribe(Slot slot)
    {
        var index = Subscribers.IndexOf(slot);
        if (index < 0)
        {
            return;
        }

        _subscribers[index] = _subscribers[--SubscriberCount];
        _subscribers[SubscriberCount] = null!;
    }

    /// <summary>Passes a packet on to every slot whose turn it is.</summary>
    internal void Forward(MonotonicTime now, IncomingStream source, in RoutedPacket packet, IRoomOutput output)
    {
        // Backwards, as a slot that leaves is replaced by the last one.
        for (var i = SubscriberCount - 1; i >= 0; i--)
        {
            _subscribers[i].Forward(now, this, source, packet, output);
        }
    }

    /// <summary>Lets nothing of it flow until its next key frame (or packet, for sound).</summary>
    internal void StopFlow()
    {
        for (var i = SubscriberCount - 1; i >= 0; i--)
        {
            var slot = _subscribers[i];
            if (ReferenceEquals(slot.Flowing, this))
            {
                slot.StopFlow();
            }
        }
    }

    /// <summary>Whether a connected receiver waits for a key frame.</summary>
    internal bool HasWaiters
    {
        get
        {
            foreach (var slot in Subscribers)
            {
                if (slot.Owner.IsConnected && slot.IsWaiting && ReferenceEquals(slot.Assigned, this))
                {
                    return true;
                }
            }

            return false;
        }
    }
}
