namespace Telemed.Server.Recordings;

/// <summary>The body of a recording command.</summary>
internal sealed record RecordingBody(string CommandId, string? Label = null);
