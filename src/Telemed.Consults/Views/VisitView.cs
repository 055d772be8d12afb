namespace Telemed.Consults.Views;

/// <summary>A visit at home.</summary>
/// <param name="Nurse">Who goes.</param>
/// <param name="PlannedAt">For when.</param>
/// <param name="DoneAt">When it was done, or <c>null</c>.</param>
/// <param name="Task">What is to be done.</param>
/// <param name="Report">What was found.</param>
public sealed record VisitView(
    PersonView Nurse, DateTimeOffset PlannedAt, DateTimeOffset? DoneAt, string? Task, string? Report);
