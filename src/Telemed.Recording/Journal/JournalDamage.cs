namespace Telemed.Recording.Journal;

/// <summary>A place in a segment file that a reader had to step over.</summary>
/// <param name="Offset">Where, in bytes from the file's start.</param>
/// <param name="Length">How many bytes were left out; 0 when nothing was.</param>
/// <param name="Kind">What is wrong there.</param>
public sealed record JournalDamage(long Offset, long Length, JournalDamageKind Kind);
