namespace Telemed.Server.Rooms;

/// <summary>The answer to a further offer.</summary>
internal sealed record NegotiateReply(string AnswerSdp);
