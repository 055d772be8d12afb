namespace Telemed.Consults.Views;

/// <summary>A room that is open to those who look on to learn.</summary>
/// <param name="By">Who opened it.</param>
/// <param name="At">When.</param>
public sealed record TeachingView(PersonView By, DateTimeOffset At);
