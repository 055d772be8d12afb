using Telemed.Consults.Institutions;

namespace Telemed.Server.Recordings;

/// <summary>A stretch in which somebody spoke.</summary>
internal sealed record SpeechView(string Participant, Name Name, long FromMs, long ToMs);
