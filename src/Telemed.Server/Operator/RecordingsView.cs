namespace Telemed.Server.Operator;

/// <summary>Recordings that are not yet whole.</summary>
/// <param name="Running">How many are running or paused.</param>
/// <param name="Failed">How many failed within the last day and were not taken up again.</param>
/// <param name="Finalizing">How many wait for their file.</param>
/// <param name="OldestFinalizing">When the longest of these was asked for; null when none waits.</param>
internal sealed record RecordingsView(int Running, int Failed, int Finalizing, DateTimeOffset? OldestFinalizing);
