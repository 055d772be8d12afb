namespace Telemed.Server.Rooms;

/// <summary>
/// A file of the case that its sender shows to the others, or how they look at it now; without a file they show no more.
/// </summary>
/// <param name="MessageId">The message.</param>
/// <param name="File">The file's id; <c>null</c> to end.</param>
/// <param name="View">What of it is seen; null only without a file.</param>
/// <param name="Pointer">Where they point: x and y in ten-thousandths of the picture's width and height; <c>null</c> for nowhere.</param>
/// <param name="Revision">The sender's own count of what they showed; an older one than the last is passed over.</param>
/// <param name="Start">Begins to show, in place of whoever shows something; else it goes on with what they show already.</param>
internal sealed record PresentRequest(
    string MessageId, string? File, ViewState? View = null, IReadOnlyList<int>? Pointer = null, long Revision = 0, bool Start = false);
