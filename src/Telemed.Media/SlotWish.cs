namespace Telemed.Media;

/// <summary>A participant's wish for one slot.</summary>
/// <param name="Mid">The slot's m-line.</param>
/// <param name="Publication">The publication to show there; null leaves the slot empty.</param>
public sealed record SlotWish(string Mid, string? Publication);
