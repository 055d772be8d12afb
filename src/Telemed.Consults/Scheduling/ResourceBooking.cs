namespace Telemed.Consults.Scheduling;

/// <summary>A half hour of a room or a device that is a case's.</summary>
/// <param name="Resource">The room or the device.</param>
/// <param name="Place">When it begins.</param>
public sealed record ResourceBooking(ResourceId Resource, DateTimeOffset Place);
