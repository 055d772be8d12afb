using Telemed.Consults.Desk;
using Telemed.Consults.Stores;
using Telemed.Media;
using Telemed.Server.Nodes;
using Telemed.Server.Operator;
using Telemed.Server.Problems;
using Telemed.Server.Recordings;
using Telemed.Server.Tokens;

namespace Telemed.Server.Rooms;

/// <summary>What every room needs of the rest of the server.</summary>
internal sealed record RoomServices(
    MediaNode Media,
    ConsultDesk Desk,
    RecordingDesk Recordings,
    IConsultStore Store,
    IDirectory Directory,
    UsedTokens UsedTokens,
    RecordingFinisher Finisher,
    NodeLease Node,
    SiteLinks SiteLinks,
    TimeProvider Time,
    FaultCounter Faults,
    ILogger<RoomHost> Logger);
