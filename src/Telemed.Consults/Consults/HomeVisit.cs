namespace Telemed.Consults.Consults;

/// <summary>A nurse goes to the patient's home.</summary>
/// <param name="Nurse">Who goes.</param>
/// <param name="By">Who ordered it.</param>
/// <param name="PlannedAt">For when.</param>
/// <param name="DoneAt">When it was done, or <c>null</c>.</param>
/// <param name="Task">What is to be done; personal data.</param>
/// <param name="Report">What was found; personal data.</param>
public sealed record HomeVisit(
    PersonId Nurse, PersonId By, DateTimeOffset PlannedAt, DateTimeOffset? DoneAt, string? Task, string? Report);
