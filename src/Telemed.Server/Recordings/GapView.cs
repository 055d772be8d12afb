using Telemed.Recording.Manifest;

namespace Telemed.Server.Recordings;

/// <summary>A stretch in which something is missing.</summary>
internal sealed record GapView(long FromMs, long ToMs, GapCause Cause);
