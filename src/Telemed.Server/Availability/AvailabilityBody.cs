namespace Telemed.Server.Availability;

/// <summary>What a specialist says about themselves.</summary>
internal sealed record AvailabilityBody(bool Available, DateTimeOffset? Until = null);
