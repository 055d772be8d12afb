namespace Telemed.Server.Operator;

/// <summary>Somebody takes an alarm on. Doing so twice changes nothing.</summary>
/// <param name="Note">What they note, at most 200 characters; nothing of a patient.</param>
internal sealed record AcknowledgeBody(string? Note = null);
