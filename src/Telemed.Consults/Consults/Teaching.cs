namespace Telemed.Consults.Consults;

/// <summary>A case that was opened to those who look on to learn.</summary>
/// <param name="By">Who opened it.</param>
/// <param name="At">When.</param>
public sealed record Teaching(PersonId By, DateTimeOffset At)
{
    /// <summary>Who looked on and was removed: it is not open to them until it is opened anew.</summary>
    public ImmutableArray<PersonId> Removed { get; init; } = [];
}
