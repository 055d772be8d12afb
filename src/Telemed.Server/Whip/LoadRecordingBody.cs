namespace Telemed.Server.Whip;

/// <summary>Whether the load rooms that are open now are to be recorded.</summary>
internal sealed record LoadRecordingBody(bool On);
