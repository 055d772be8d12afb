using Telemed.Media;

namespace Telemed.Server.Whip;

/// <summary>An m-line of a device's offer.</summary>
internal sealed record DeviceLine(string Mid, MediaKind Kind);
