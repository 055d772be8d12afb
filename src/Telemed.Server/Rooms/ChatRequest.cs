namespace Telemed.Server.Rooms;

/// <summary>Something to say in writing.</summary>
internal sealed record ChatRequest(string MessageId, string Text);
