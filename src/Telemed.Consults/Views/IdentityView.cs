namespace Telemed.Consults.Views;

/// <summary>The comparison of two identifiers.</summary>
/// <param name="By">Who compared.</param>
/// <param name="At">When.</param>
/// <param name="Kinds">Which identifiers, as codes.</param>
public sealed record IdentityView(PersonView By, DateTimeOffset At, IReadOnlyList<string> Kinds);
