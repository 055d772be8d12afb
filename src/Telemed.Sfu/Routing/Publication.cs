using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;
using Telemed.Sfu.Speakers;
using Telemed.Sfu.Streams;

namespace Telemed.Sfu.Routing;

/// <summary>What a participant sends on one m-line, and the slots that it goes to.</summary>
public sealed class Publication
{
    private static readonly TimeSpan AliveFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan SteadyFrom = TimeSpan.FromSeconds(2);

    private readonly List<CodecBinding> _codecs = [];
    private readonly List<Publication> _layers = [];
    private Slot[] _subscribers = new Slot[4];
    private VoiceLevel _voice;

    private bool _isMuted;

    internal Publication(Participant owner, PublishedLine line)
    {
        Owner = owner;
        Main = this;
        Mid = line.Mid;
        Kind = line.Kind;
        Id = $"{owner.Id}:{line.Mid}";
        Feed = line.Kind == StreamKind.Audio ? "voice" : "face";
        KeyFrames = line.Kind == StreamKind.Video ? new() : null;
        Rid = line.Layers.Count > 0 ? line.Layers[0].Rid : null;
        for (var i = 1; i < line.Layers.Count; i++)
        {
            _layers.Add(new(this, line.Layers[i].Rid));
        }

        Renegotiate(line);
    }

    private Publication(Publication main, string rid)
    {
        Owner = main.Owner;
        Main = main;
        Mid = main.Mid;
        Kind = main.Kind;
        Id = $"{main.Id}~{rid}";
        Feed = main.Feed;
        Rid = rid;
        KeyFrames = new();
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

    /// <summary>Whether it is sound that is no voice.</summary>
    internal bool IsInstrument => Kind == StreamKind.Audio && !string.Equals(Feed, "voice", StringComparison.Ordinal);

    /// <summary>A label for people; may be empty.</summary>
    public string Label { get; internal set; } = string.Empty;

    /// <summary>Whether the owner has muted it: then nothing is passed on.</summary>
    public bool IsMuted
    {
        get => Main._isMuted;
        internal set => Main._isMuted = value;
    }

    /// <summary>The codecs that the owner may use.</summary>
    public IReadOnlyList<CodecBinding> Codecs => _codecs;

    /// <summary>The codec of the last packet; null before the first.</summary>
    public CodecBinding? Codec { get; internal set; }

    /// <summary>The stream's SSRC; null before it is known.</summary>
    public Ssrc? Ssrc => Stream?.Ssrc;

    /// <summary>The SSRC of the layer that the tap gets; null before it is known.</summary>
    public Ssrc? TappedSsrc => (TapSource ?? this).Ssrc;

    /// <summary>The name of the layer that the tap gets, its rid (RFC 8851); null without simulcast.</summary>
    public string? TappedLayer => (TapSource ?? this).Rid;

    /// <summary>The best encoding, which stands for all of them; itself where there is only one.</summary>
    internal Publication Main { get; }

    /// <summary>The encoding's name in the packets; null without simulcast.</summary>
    internal string? Rid { get; }

    /// <summary>The lesser encodings of the same picture, best first; each with its own stream. Empty without simulcast.</summary>
    internal IReadOnlyList<Publication> Layers => _layers;

    /// <summary>The layer that the tap gets; null without simulcast.</summary>
    internal Publication? TapSource { get; set; }

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
        var known = line.Layers.Count > 0 ? line.Layers[0].Ssrc : line.Ssrc;
        if (known is { } ssrc && Stream?.Ssrc != ssrc)
        {
            StartStream(ssrc);
        }

        foreach (var layer in _layers)
        {
            layer.RenegotiateLayer(line);
        }
    }

    /// <summary>A layer by its name, or the publication itself where none has it.</summary>
    internal Publication LayerNamed(ReadOnlySpan<byte> rid)
    {
        foreach (var layer in _layers)
        {
            if (System.Text.Ascii.Equals(rid, layer.Rid))
            {
                return layer;
            }
        }

        return this;
    }

    /// <summary>A layer by its place: 0 for the best one, which is the publication itself.</summary>
    internal Publication LayerAt(int index) => index == 0 ? this : _layers[index - 1];

    /// <summary>
    /// The layer that somebody gets who may have the one at <paramref name="wanted"/>: that one, else the next lesser one that
    /// arrives, else the next better one. An encoder that has little room stops its best layers, and may start them again only
    /// to stop soon; so a better layer than the present one has to arrive for two seconds first.
    /// </summary>
    internal Publication LayerFor(MonotonicTime now, int wanted, Publication? present)
    {
        var place = present is null ? -1 : PlaceOf(present);
        for (var i = wanted; i <= _layers.Count; i++)
        {
            if (LayerAt(i).Arrives(now, i < place ? SteadyFrom : TimeSpan.Zero))
            {
                return LayerAt(i);
            }
        }

        for (var i = wanted - 1; i >= 0; i--)
        {
            if (LayerAt(i).Arrives(now, TimeSpan.Zero))
            {
                return LayerAt(i);
            }
        }

        return LayerAt(wanted);
    }

    // -1 for a layer of another publication.
    private int PlaceOf(Publication layer) => ReferenceEquals(layer, this) ? 0 : _layers.IndexOf(layer) is var i and >= 0 ? i + 1 : -1;

    private bool Arrives(MonotonicTime now, TimeSpan steadily) => Stream is { Received: > 0 } stream
        && now - stream.LastArrival < AliveFor && now - stream.SteadySince >= steadily;

    private void RenegotiateLayer(PublishedLine line)
    {
        _codecs.Clear();
        _codecs.AddRange(line.Codecs);
        Nack = line.Nack;
        foreach (var layer in line.Layers)
        {
            if (layer.Rid == Rid && layer.Ssrc is { } ssrc && Stream?.Ssrc != ssrc)
            {
                StartStream(ssrc);
            }
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

    /// <summary>Adds a slot to all layers, once.</summary>
    internal void Subscribe(Slot slot)
    {
        foreach (var layer in _layers)
        {
            layer.Subscribe(slot);
        }

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

    /// <summary>Takes a slot away from all layers; nothing when it is not there.</summary>
    internal void Unsubscribe(Slot slot)
    {
        foreach (var layer in _layers)
        {
            layer.Unsubscribe(slot);
        }

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
            if (ReferenceEquals(slot.Flowing?.Main, this))
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
