namespace Telemed.Media.Recording;

/// <summary>Whether a recording is as it was written.</summary>
/// <param name="Sound">Whether no fault was found.</param>
/// <param name="Faults">Each fault: the file, the place, and what is wrong.</param>
public sealed record RecordingVerdict(bool Sound, IReadOnlyList<string> Faults);
