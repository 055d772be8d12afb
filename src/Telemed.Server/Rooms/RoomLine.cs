using Telemed.Consults.Institutions;

namespace Telemed.Server.Rooms;

/// <summary>A line of the case's chat, as the people in the room get it.</summary>
internal sealed record RoomLine(string Id, string Participant, Name Name, string Text, DateTimeOffset At);
