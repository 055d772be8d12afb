using Telemed.Media;

namespace Telemed.Server.Rooms;

/// <summary>What a participant sends on one m-line, as the page sees it.</summary>
internal sealed record PublicationView(
    string Id, string Participant, string Mid, MediaKind Kind, string Feed, string Label, bool Muted)
{
    /// <summary>The view of a publication of the media node.</summary>
    public static PublicationView Of(PublicationInfo info) =>
        new(info.Id, info.Participant, info.Mid, info.Kind, info.Feed, info.Label, info.Muted);
}
