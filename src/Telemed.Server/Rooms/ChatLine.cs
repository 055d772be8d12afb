using Telemed.Consults.Institutions;

namespace Telemed.Server.Rooms;

/// <summary>Something that a participant wrote.</summary>
internal sealed record ChatLine(string Id, string Participant, Name Name, string Text, DateTimeOffset At);
