namespace Telemed.Consults.Views;

/// <summary>A consult in a list, as one viewer may see it.</summary>
public record ConsultRowView
{
    /// <summary>The consult.</summary>
    public required ConsultId Id { get; init; }

    /// <summary>Version of the consult's stream; of two pictures the higher is the newer.</summary>
    public required int Version { get; init; }

    /// <summary>Its state.</summary>
    public required ConsultStatus State { get; init; }

    /// <summary>Its lane.</summary>
    public required Lane Lane { get; init; }

    /// <summary>The service asked.</summary>
    public required ServiceCode Service { get; init; }

    /// <summary>How soon.</summary>
    public required Urgency Urgency { get; init; }

    /// <summary>
    /// First line of the summary; <c>null</c> when the viewer may not see it, or the key is destroyed.
    /// </summary>
    public required string? SummaryLine { get; init; }

    /// <summary>The patient's label, such as <c>王** ♀ 63</c>; <c>null</c> as for the summary.</summary>
    public required string? PatientLabel { get; init; }

    /// <summary>The requesting doctor.</summary>
    public required PersonView Requester { get; init; }

    /// <summary>The lead specialist, or <c>null</c>.</summary>
    public required PersonView? Specialist { get; init; }

    /// <summary>When the draft was opened.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it was submitted, or <c>null</c>.</summary>
    public required DateTimeOffset? SubmittedAt { get; init; }

    /// <summary>When its state was entered.</summary>
    public required DateTimeOffset StateSince { get; init; }

    /// <summary>The clock that runs, or <c>null</c>.</summary>
    public required Clock? Clock { get; init; }

    /// <summary>When the appointment is, or <c>null</c>.</summary>
    public required DateTimeOffset? StartsAt { get; init; }

    /// <summary>What the request waits for longer than it should.</summary>
    public required IReadOnlyList<Awaited> Overdue { get; init; }

    /// <summary>What the viewer can do next.</summary>
    public required IReadOnlyList<ConsultAction> Actions { get; init; }

    /// <summary>Which side the viewer is on.</summary>
    public required ViewerSide Mine { get; init; }
}
