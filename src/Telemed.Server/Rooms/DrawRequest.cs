namespace Telemed.Server.Rooms;

/// <summary>A stroke over a picture: its points, x and y in turn, in ten-thousandths of the picture's width and height. Without points
/// the picture is wiped.</summary>
internal sealed record DrawRequest(string MessageId, string Publication, IReadOnlyList<int>? Points = null);
