namespace Telemed.Media.Recording;

/// <summary>What a rotation of the master key did.</summary>
/// <param name="Changed">Keys that were wrapped again.</param>
/// <param name="Current">Keys that were the current master key's already.</param>
/// <param name="Unopened">Keys that no master key opens; they stay as they are.</param>
public sealed record RewrapCount(int Changed, int Current, int Unopened);
