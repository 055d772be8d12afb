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
}
