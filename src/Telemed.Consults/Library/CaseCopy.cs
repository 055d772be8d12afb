namespace Telemed.Consults.Library;

/// <summary>The copy of a case, as the case knows it.</summary>
/// <param name="Status">How far it is.</param>
/// <param name="Authors">Everybody who wrote at what stands here now; none of them releases it.</param>
/// <param name="At">When it was proposed last.</param>
/// <param name="Files">Which files of the case go with it.</param>
/// <param name="Text">What it says; <c>null</c> once the case's key was destroyed.</param>
public sealed record CaseCopy(
    CopyStatus Status, ImmutableArray<PersonId> Authors, DateTimeOffset At, ImmutableArray<string> Files, CopyText? Text)
{
    /// <summary>The most files that go with a copy.</summary>
    public const int MostFiles = 12;

    /// <summary>Who sent it back or released it, or <c>null</c>.</summary>
    public PersonId? ReviewedBy { get; init; }

    /// <summary>When, or <c>null</c>.</summary>
    public DateTimeOffset? ReviewedAt { get; init; }

    /// <summary>Why it was sent back, or <c>null</c>.</summary>
    public string? Reason { get; init; }

    /// <summary>Which one of the library it is, while it is in it; the library does not know the case.</summary>
    public CopyId? Released { get; init; }

    /// <summary>Why it is out of the library, or <c>null</c>.</summary>
    public CopyEnd? End { get; init; }
}
