using Telemed.Media;

namespace Telemed.Server.Hosting;

/// <summary>Whether the node is being drained, and how many rooms and participants are still there.</summary>
internal sealed record DrainView(bool Draining, int Rooms, int Participants)
{
    /// <summary>As of now.</summary>
    public static DrainView Of(MediaNode media)
    {
        var now = media.Snapshot();
        return new(media.IsDraining, now.Rooms, now.Participants);
    }
}
