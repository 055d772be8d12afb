using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Views;
using Telemed.Media;
using Telemed.Server.Hub;
using Telemed.Sfu.Routing;

namespace Telemed.Server.Rooms;

/// <summary>Somebody in a room, kept through a dropped connection. Only within the room's loop.</summary>
internal sealed class RoomMember(
    PersonView person, RoomSide side, DateTimeOffset joinedAt, string? id = null, string? device = null)
{
    private Outbox? _outbox;

    /// <summary>Who.</summary>
    public PersonView Person { get; } = person;

    /// <summary>The participant's id in the room and at the media node: the person's own, but for devices.</summary>
    public string Id { get; } = id ?? person.Id.Value;

    /// <summary>What kind of device it is: its feed, or a player; null for a person.</summary>
    public string? Device { get; } = device;

    /// <summary>The person's id.</summary>
    public PersonId PersonId => Person.Id;

    /// <summary>The institution that their link is of; null for who is there by a guest's link, from wherever they are.</summary>
    public InstitutionId? Site { get; init; }

    /// <summary>As what they are here.</summary>
    public RoomSide Side { get; set; } = side;

    /// <summary>Whether they are here for the talk alone: they get faces and voices, and what was written since they came.</summary>
    public bool IsGuest => RoomHost.IsGuest(Side);

    /// <summary>Since when the hand of who looks on is up; null when it is not.</summary>
    public DateTimeOffset? HandAt { get; set; }

    /// <summary>How they hear the interpreter.</summary>
    public SoundMix Mix { get; set; }

    /// <summary>Whose sound the relay was last told to send them; null for everybody's.</summary>
    public SoundChoice? Sound { get; set; }

    /// <summary>Since when they hold the call; null while they do not.</summary>
    public DateTimeOffset? HeldSince { get; set; }

    /// <summary>The lines of what is muted only because they hold the call.</summary>
    public HashSet<string> Silenced { get; } = new(StringComparer.Ordinal);

    /// <summary>When they joined.</summary>
    public DateTimeOffset JoinedAt { get; } = joinedAt;

    /// <summary>From when on a guest reads what was written: since they first came, on whichever node.</summary>
    public DateTimeOffset ReadsFrom { get; init; } = joinedAt;

    /// <summary>A guest's slots.</summary>
    public IReadOnlyList<(string Mid, MediaKind Kind)> Slots { get; set; } = [];

    /// <summary>What a guest's slots were last filled with.</summary>
    public IReadOnlyList<SlotWish> Shown { get; set; } = [];

    /// <summary>What they said about being recorded.</summary>
    public RecordingConsent Consent { get; set; }

    /// <summary>The version of the text that they last answered about being recorded; null before.</summary>
    public string? ConsentVersion { get; set; }

    /// <summary>Whether their media was up when last heard of, or is coming up.</summary>
    public bool Connected { get; set; }

    /// <summary>What they said they send over their link.</summary>
    public LinkMode Mode { get; set; }

    /// <summary>Their link as last measured; null before.</summary>
    public RoomEvent.LinkQuality? Link { get; set; }

    /// <summary>Where they hear; null while they have no connection. Any thread may read it.</summary>
    public Outbox? Outbox
    {
        get => Volatile.Read(ref _outbox);
        set => Volatile.Write(ref _outbox, value);
    }

    /// <summary>Answers to their last messages.</summary>
    public Replies Replies { get; } = new();

    /// <summary>As the others see them.</summary>
    public ParticipantView View => new(Id, Person, Side, Consent, JoinedAt, Connected, Device, HeldSince);
}
