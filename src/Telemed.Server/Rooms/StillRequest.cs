namespace Telemed.Server.Rooms;

/// <summary>Asking for a still of a camera, with a colour card held into it or without.</summary>
internal sealed record StillRequest(string MessageId, string Publication, bool WithCard = false);
