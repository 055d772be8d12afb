namespace Telemed.Consults.Consults;

/// <summary>A case that was opened to those who look on to learn.</summary>
/// <param name="By">Who opened it.</param>
/// <param name="At">When.</param>
public sealed record Teaching(PersonId By, DateTimeOffset At);
