using Telemed.Media;

namespace Telemed.Server.Rooms;

/// <summary>What a client says about one of its sending m-lines.</summary>
internal sealed record PublicationRequest(
    string MessageId, string Mid, MediaKind Kind, Feed Feed, string? Label = null, bool Muted = false);
