namespace Telemed.Server.Rooms;

/// <summary>Somebody who looks on raises a hand, or takes it down.</summary>
/// <param name="MessageId">The message.</param>
/// <param name="Raised">Whether it is up.</param>
internal sealed record HandRequest(string MessageId, bool Raised);
