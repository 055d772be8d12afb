namespace Telemed.Consults.Consults;

/// <summary>Something that was written in the consult's room. It is kept with the case.</summary>
/// <param name="Id">Its name in this case.</param>
/// <param name="By">Who wrote it.</param>
/// <param name="At">When.</param>
/// <param name="Text">What; <c>null</c> once the case's key was destroyed.</param>
public sealed record ChatLine(string Id, PersonId By, DateTimeOffset At, string? Text)
{
    /// <summary>The most lines of a case.</summary>
    public const int Most = 2_000;

    /// <summary>The longest line in characters.</summary>
    public const int Longest = 2_000;

    /// <summary>Whether it was written about another patient than the case's (F11): no room shows it again.</summary>
    public bool IsSetApart { get; init; }
}
