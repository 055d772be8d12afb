using Telemed.Consults.Ids;

namespace Telemed.Server.Oversight;

/// <summary>What the privacy officer found.</summary>
internal sealed record GlassReviewBody(
    string CommandId, string Consult, PersonId Person, DateTimeOffset At, bool Justified);
