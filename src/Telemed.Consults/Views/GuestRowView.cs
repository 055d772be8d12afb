namespace Telemed.Consults.Views;

/// <summary>A link as the requesting side sees it.</summary>
/// <param name="Id">Whose it is.</param>
/// <param name="Kind">The patient's, or who speaks for them.</param>
/// <param name="Name">A proxy's name as the clinic wrote it.</param>
/// <param name="State">What became of it.</param>
/// <param name="Until">Until when it can be used.</param>
/// <param name="UsedAt">When it was used.</param>
/// <param name="Binding">How they are bound to the patient, or were; <c>null</c> when never.</param>
/// <param name="Reads">Whether it opens the signed opinion, and no room.</param>
public sealed record GuestRowView(
    PersonId Id,
    GuestKind Kind,
    string? Name,
    GuestLinkState State,
    DateTimeOffset Until,
    DateTimeOffset? UsedAt,
    BindingView? Binding,
    bool Reads = false);
