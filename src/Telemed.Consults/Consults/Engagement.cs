namespace Telemed.Consults.Consults;

/// <summary>What is known once a specialist has accepted.</summary>
/// <param name="Lead">The lead specialist: exactly one.</param>
/// <param name="Offer">The offer they accepted.</param>
/// <param name="AcceptedAt">When.</param>
/// <param name="JoinBy">When the consult lapses unless the session has begun.</param>
/// <param name="Room">Who is in the room now.</param>
/// <param name="SessionStartedAt">When both sides were first in the room, or <c>null</c>.</param>
/// <param name="SessionEndedAt">When the session ended, or <c>null</c>.</param>
/// <param name="Opinion">The opinion so far, or <c>null</c>.</param>
/// <param name="Acknowledgement">The requesting doctor's answer, or <c>null</c>.</param>
/// <param name="Recording">The latest recording, or <c>null</c>.</param>
/// <param name="UnrecordedPending">A recording could not run and the lead has not yet agreed to go on without
/// (F6).</param>
/// <param name="Reminders">How many opinion reminders were sent.</param>
/// <param name="Escalated">Whether the missing opinion was escalated.</param>
/// <param name="Experts">Further experts, in the order of their invitation.</param>
public sealed record Engagement(
    PersonId Lead,
    OfferId Offer,
    DateTimeOffset AcceptedAt,
    DateTimeOffset JoinBy,
    ImmutableArray<RoomPresence> Room,
    DateTimeOffset? SessionStartedAt,
    DateTimeOffset? SessionEndedAt,
    Opinion? Opinion,
    Acknowledgement? Acknowledgement,
    RecordingId? Recording,
    bool UnrecordedPending,
    int Reminders,
    bool Escalated,
    ImmutableArray<Expert> Experts)
{
    /// <summary>When the appointment is, or was; <c>null</c> without one.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>When the asking house's link is still to be measured, in order.</summary>
    public ImmutableArray<DateTimeOffset> Probes { get; init; } = [];

    /// <summary>The measurement that is asked for now, or <c>null</c>.</summary>
    public SiteProbe? Probing { get; init; }

    /// <summary>When the session is as long as it should be; <c>null</c> once that was said, or without a limit.</summary>
    public DateTimeOffset? LimitAt { get; init; }

    /// <summary>Whether the session is longer than it should be.</summary>
    public bool RanLong { get; init; }

    /// <summary>The expert of this person, or <c>null</c>.</summary>
    public Expert? FindExpert(PersonId person) => Experts.FirstOrDefault(one => one.Person == person);

    /// <summary>The invitations that wait for an answer.</summary>
    public IEnumerable<Expert> OpenInvitations => Experts.Where(one => one.Status == ExpertStatus.Offered);

    /// <summary>The further experts who are in the room now.</summary>
    public IEnumerable<PersonId> ExpertsPresent =>
        Room.Where(one => one.Side == RoomSide.Expert).Select(one => one.Person);

    /// <summary>This engagement with one expert replaced by <paramref name="change"/> of them.</summary>
    public Engagement WithExpert(PersonId person, Func<Expert, Expert> change) =>
        this with { Experts = [.. Experts.Select(one => one.Person == person ? change(one) : one)] };

    /// <summary>Whether both the asking and the consulted side are in the room.</summary>
    public bool BothSidesPresent =>
        Room.Any(one => one.Side == RoomSide.Specialist)
        && Room.Any(one => one.Side is RoomSide.Requester or RoomSide.Bedside);

    /// <summary>Whether this person is in the room.</summary>
    public bool IsPresent(PersonId person) => Room.Any(one => one.Person == person);

    /// <summary>A fresh engagement of the specialist who accepted.</summary>
    public static Engagement Begin(PersonId lead, OfferId offer, DateTimeOffset at, DateTimeOffset joinBy) =>
        new(lead, offer, at, joinBy, [], null, null, null, null, null, false, 0, false, []);
}
