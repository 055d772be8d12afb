namespace Telemed.Consults.Stores;

/// <summary>A recording with its stream's version.</summary>
/// <param name="Version">The stream's version.</param>
/// <param name="State">The recording.</param>
public sealed record RecordingRow(int Version, RecordingLife State);
