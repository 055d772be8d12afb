namespace Telemed.Consults.Views;

/// <summary>A consult in full, as one viewer may see it. What the viewer may not see is <c>null</c> or empty.</summary>
public sealed record ConsultView : ConsultRowView
{
    /// <summary>The case summary.</summary>
    public required string? Summary { get; init; }

    /// <summary>The patient.</summary>
    public required PatientDetails? Patient { get; init; }

    /// <summary>Offers, in order.</summary>
    public required IReadOnlyList<OfferView> Offers { get; init; }

    /// <summary>Consents, in order.</summary>
    public required IReadOnlyList<ConsentView> Consents { get; init; }

    /// <summary>Recordings, in order.</summary>
    public required IReadOnlyList<RecordingRowView> Recordings { get; init; }

    /// <summary>The opinion, or <c>null</c>. The requesting side sees it once it is signed.</summary>
    public required OpinionView? Opinion { get; init; }

    /// <summary>The requesting doctor's answer, or <c>null</c>.</summary>
    public required AcknowledgementView? Acknowledgement { get; init; }

    /// <summary>What happened, in order.</summary>
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    /// <summary>The number to phone while nobody has accepted, or <c>null</c>.</summary>
    public required string? PhoneInstead { get; init; }

    /// <summary>The list to phone along once the ladder is exhausted, whoever has the service first, then the nearest; else empty.</summary>
    public required IReadOnlyList<PhoneView> Phones { get; init; }

    /// <summary>How the session stands while it runs, for those who take part; else <c>null</c>.</summary>
    public required SessionView? Session { get; init; }

    /// <summary>Further experts, in the order of their invitation.</summary>
    public required IReadOnlyList<ExpertView> Experts { get; init; }

    /// <summary>What the reviewer said last, or <c>null</c>.</summary>
    public required ReviewView? Review { get; init; }

    /// <summary>The decision not to wait for consent, or <c>null</c>.</summary>
    public required OverrideView? Override { get; init; }

    /// <summary>The comparison of two identifiers, or <c>null</c>.</summary>
    public required IdentityView? Identity { get; init; }

    /// <summary>When the patient was at the clinic, or <c>null</c>.</summary>
    public required DateTimeOffset? ArrivedAt { get; init; }

    /// <summary>Until when the viewer, who has no part in the case, has opened it; <c>null</c> for everybody else.</summary>
    public required DateTimeOffset? GlassUntil { get; init; }

    /// <summary>Whether a guardian must consent.</summary>
    public required bool NeedsGuardian { get; init; }

    /// <summary>Files of the case, in order.</summary>
    public required IReadOnlyList<AttachmentView> Attachments { get; init; }

    /// <summary>What was written in the room; nothing for those who do not see the case.</summary>
    public required ChatView Chat { get; init; }

    /// <summary>What follows from the opinion; <c>null</c> for those who do not see the case.</summary>
    public required AftermathView? Aftermath { get; init; }

    /// <summary>The case of which this is the follow-up, or <c>null</c>.</summary>
    public required ConsultId? Follows { get; init; }

    /// <summary>The rooms and devices of the appointment.</summary>
    public required IReadOnlyList<AppointedView> Appointed { get; init; }

    /// <summary>The interpreter who was asked for last, or <c>null</c>.</summary>
    public required InterpretationView? Interpretation { get; init; }

    /// <summary>The languages that somebody of the network interprets, for those who may ask.</summary>
    public required IReadOnlyList<string> InterpretedLanguages { get; init; }

    /// <summary>Whether the room is open to those who look on to learn, and by whom; or <c>null</c>.</summary>
    public required TeachingView? Teaching { get; init; }

    /// <summary>The copy for the case library, for those who see the case and for who releases it; or <c>null</c>.</summary>
    public required CopyView? Copy { get; init; }

    /// <summary>Orders by which a regulator plays the recording, for the records officers; else empty.</summary>
    public required IReadOnlyList<OrderView> Orders { get; init; }

    /// <summary>What the patient and who speaks for them asked to play, in order.</summary>
    public required IReadOnlyList<PlayRequestView> PlayRequests { get; init; }

    /// <summary>Links for the patient and for who speaks for them, in order.</summary>
    public required IReadOnlyList<GuestRowView> Guests { get; init; }
}
