using Telemed.Media;

namespace Telemed.Server.Rooms;

/// <summary>What a client wishes to see in its slots.</summary>
internal sealed record SlotsRequest(string MessageId, IReadOnlyList<SlotWish> Wishes);
