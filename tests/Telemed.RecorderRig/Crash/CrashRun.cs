namespace Telemed.RecorderRig.Crash;

/// <summary>What became of one recording that was broken off.</summary>
/// <param name="Kind">How: <c>kill</c>, <c>full</c>, <c>broken</c>.</param>
/// <param name="LostMs">How much of what was handed to the recorder is not in its journal, in milliseconds of real time.</param>
/// <param name="Fault">What went wrong otherwise; null when the recording went on, was finished, verified and played.</param>
internal sealed record CrashRun(string Kind, double LostMs, string? Fault);
