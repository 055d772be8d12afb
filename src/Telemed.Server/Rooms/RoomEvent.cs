using System.Text.Json.Serialization;
using Telemed.Consults.Views;

namespace Telemed.Server.Rooms;

/// <summary>Something that happened in a room, as its participants hear it. Closed: the nested records are all there are.
/// </summary>
internal abstract record RoomEvent
{
    private RoomEvent()
    {
    }

    /// <summary>The room's number for it; the room counts its events from 1.</summary>
    [JsonPropertyOrder(-1)]
    public long Sequence { get; init; }

    /// <summary>The client method that hears it.</summary>
    [JsonIgnore]
    public string Method => GetType().Name;

    /// <summary>Whether somebody who was away wants to hear of it later.</summary>
    [JsonIgnore]
    public virtual bool Lasting => true;

    /// <summary>Somebody came in.</summary>
    public sealed record ParticipantJoined(ParticipantView Participant) : RoomEvent;

    /// <summary>Somebody's state changed.</summary>
    public sealed record ParticipantChanged(ParticipantView Participant) : RoomEvent;

    /// <summary>Somebody left.</summary>
    public sealed record ParticipantLeft(string ParticipantId, string Reason) : RoomEvent;

    /// <summary>There is a new publication.</summary>
    public sealed record PublicationAdded(PublicationView Publication) : RoomEvent;

    /// <summary>A publication changed.</summary>
    public sealed record PublicationChanged(PublicationView Publication) : RoomEvent;

    /// <summary>A publication is gone.</summary>
    public sealed record PublicationRemoved(string PublicationId) : RoomEvent;

    /// <summary>A slot of the hearer carries another publication.</summary>
    public sealed record SlotAssigned(string Mid, string? Publication) : RoomEvent
    {
        /// <inheritdoc/>
        public override bool Lasting => false;
    }

    /// <summary>Who speaks, loudest first.</summary>
    public sealed record Speakers(IReadOnlyList<string> Participants) : RoomEvent
    {
        /// <inheritdoc/>
        public override bool Lasting => false;
    }

    /// <summary>How good somebody's link is.</summary>
    public sealed record LinkQuality(
        string ParticipantId,
        int Score,
        LinkWord Word,
        double LossPercent,
        double? RoundTripMs,
        double JitterMs,
        int UpKbps,
        int DownKbps,
        LinkPath Path,
        LinkMode Mode) : RoomEvent
    {
        /// <inheritdoc/>
        public override bool Lasting => false;
    }

    /// <summary>The recording's state changed.</summary>
    public sealed record RecordingChanged(RecordingView Recording) : RoomEvent;

    /// <summary>
    /// Whether the recording is to run or to rest is asked; null when nobody asks any more, with what became of it and whose
    /// answer that was, if it was somebody's.
    /// </summary>
    public sealed record RecordingAsked(RecordingAskView? Ask, RecordingAnswer? Answer = null, string? By = null) : RoomEvent
    {
        /// <inheritdoc/>
        public override bool Lasting => false;
    }

    /// <summary>Somebody answered a consent.</summary>
    public sealed record ConsentChanged(string ParticipantId, string Item, bool Granted) : RoomEvent;

    /// <summary>Somebody wrote.</summary>
    public sealed record Chat(RoomLine Line) : RoomEvent;

    /// <summary>Somebody drew over a picture; without points they wiped it.</summary>
    public sealed record Draw(string Participant, string Publication, IReadOnlyList<int> Points) : RoomEvent
    {
        /// <inheritdoc/>
        public override bool Lasting => false;
    }

    /// <summary>Somebody shows a file, or looks at it otherwise than before; null when nobody does any more.</summary>
    public sealed record Presented(PresentationView? Presentation) : RoomEvent
    {
        /// <inheritdoc/>
        public override bool Lasting => false;
    }

    /// <summary>The hearer's page is to take a still of a picture, and to file it under this id.</summary>
    public sealed record StillWanted(string Still, string Publication, string By, bool WithCard) : RoomEvent
    {
        /// <inheritdoc/>
        public override bool Lasting => false;
    }

    /// <summary>The hearer's voice was muted by somebody else.</summary>
    public sealed record Muted(string By) : RoomEvent
    {
        /// <inheritdoc/>
        public override bool Lasting => false;
    }

    /// <summary>A still was filed.</summary>
    public sealed record StillTaken(string File, string Feed, string By) : RoomEvent;

    /// <summary>Those who look on are others, or their hands; each hears what they may know.</summary>
    public sealed record AudienceChanged(AudienceView Audience) : RoomEvent
    {
        /// <inheritdoc/>
        public override bool Lasting => false;
    }

    /// <summary>The consult moved on.</summary>
    public sealed record ConsultChanged(string ConsultId, string State, long Version) : RoomEvent;

    /// <summary>Another node, at this address where it is known, runs the room from now on: the hearer asks for a new token and enters there.</summary>
    public sealed record Moved(string? Url) : RoomEvent
    {
        /// <inheritdoc/>
        public override bool Lasting => false;
    }

    /// <summary>How the session stands: that it began, was interrupted, goes on, is long, can be gone on with by telephone.
    /// </summary>
    public sealed record SessionChanged(SessionView Session) : RoomEvent;

    /// <summary>The room is over for the hearer; who was removed hears by whom.</summary>
    public sealed record Ended(string Reason, string? By = null) : RoomEvent;
}
