namespace Telemed.Consults.Stores;

/// <summary>Stands in the feed for a fact that is stored but cannot be read, so that those after it are still heard.
/// </summary>
/// <param name="At">When it was stored.</param>
public sealed record UnreadableFact(DateTimeOffset At) : IFact
{
    /// <summary>Nobody: who did it cannot be read.</summary>
    public PersonId By => PersonId.System;
}
