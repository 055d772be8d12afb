namespace Telemed.Server.Checks;

/// <summary>The answer to a measurement's offer.</summary>
internal sealed record CheckAnswer(string AnswerSdp);
