using Telemed.Media;

namespace Telemed.Server.Rooms;

/// <summary>A receiving slot and what it carries.</summary>
internal sealed record SlotView(string Mid, MediaKind Kind, string? Publication)
{
    /// <summary>The view of a slot of the media node.</summary>
    public static SlotView Of(SlotInfo info) => new(info.Mid, info.Kind, info.Publication);
}
