namespace Telemed.Consults.Views;

/// <summary>When the patient is seen again.</summary>
/// <param name="DueAt">The date.</param>
/// <param name="By">Who planned it.</param>
/// <param name="Note">What to look at.</param>
/// <param name="Draft">The draft that was opened, or <c>null</c> before.</param>
public sealed record FollowUpView(DateTimeOffset DueAt, PersonView By, string? Note, ConsultId? Draft);
