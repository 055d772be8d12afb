namespace Telemed.Server.Rooms;

/// <summary>How a client wants to hear the interpreter.</summary>
internal sealed record MixRequest(string MessageId, SoundMix Mix);
