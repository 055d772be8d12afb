using Telemed.Consults.Recordings;

namespace Telemed.Server.Recordings;

/// <summary>The body of what the archive does with a recording.</summary>
internal sealed record KeepBody(string CommandId, string? Reason = null, RetentionClass? Class = null);
