namespace Telemed.Consults.Views;

/// <summary>How a session stands, for everybody in the room: nothing of the patient.</summary>
/// <param name="StartedAt">When both sides were first in the room, or <c>null</c>.</param>
/// <param name="LimitMs">How long a session should be, in milliseconds; <c>null</c> without a limit.</param>
/// <param name="RanLong">Whether it is longer than that; it goes on.</param>
/// <param name="Phone">The number to go on by while the link is down, or <c>null</c>.</param>
/// <param name="PhoneAfterMs">How long after an interruption it is offered, in milliseconds.</param>
/// <param name="PhoneOffered">Whether it is offered now.</param>
public sealed record SessionView(
    DateTimeOffset? StartedAt, long? LimitMs, bool RanLong, string? Phone, long PhoneAfterMs, bool PhoneOffered);
