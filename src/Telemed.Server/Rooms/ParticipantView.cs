using Telemed.Consults.Consults;
using Telemed.Consults.Views;

namespace Telemed.Server.Rooms;

/// <summary>Somebody in the room. The id is the person's own, but for a device, which stands beside its person.</summary>
internal sealed record ParticipantView(
    string Id,
    PersonView Person,
    RoomSide Role,
    RecordingConsent RecordingConsent,
    DateTimeOffset JoinedAt,
    bool Connected,
    string? Device = null,
    DateTimeOffset? HeldSince = null);
