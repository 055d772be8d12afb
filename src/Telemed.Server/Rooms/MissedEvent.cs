namespace Telemed.Server.Rooms;

/// <summary>An event that a client missed.</summary>
/// <param name="Name">The client method that would have heard it.</param>
/// <param name="Event">What it would have heard; written by its own type.</param>
internal sealed record MissedEvent(string Name, object Event);
