namespace Telemed.Consults.Desk;

/// <summary>What a consult command led to.</summary>
/// <param name="State">The consult's state after it.</param>
/// <param name="Version">How many facts led to it.</param>
/// <param name="Freed">The doctors whom it set free: others may be waiting for them.</param>
internal sealed record Ran(ConsultState.Filed State, int Version, IReadOnlyList<PersonId> Freed);
