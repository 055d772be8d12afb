using Telemed.Consults.Institutions;
using Telemed.Consults.Recordings;

namespace Telemed.Server.Recordings;

/// <summary>A step that waits for a second person.</summary>
internal sealed record PendingView(TwoPersonStep Step, string By, Name Name, DateTimeOffset At, string? Reason);
