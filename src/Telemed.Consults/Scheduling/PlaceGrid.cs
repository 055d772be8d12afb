namespace Telemed.Consults.Scheduling;

/// <summary>
/// The places of a clinic day: half hours of UTC+8 from 08:00 to 18:00. Some of them are kept for those who walk in and
/// cannot be booked ahead of that. Pure.
/// </summary>
public static class PlaceGrid
{
    /// <summary>How long a place is.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(30);

    private const int Opens = 8;
    private const int Closes = 18;

    /// <summary>The beginning of the place that an instant lies in.</summary>
    public static DateTimeOffset PlaceOf(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            at.ToUnixTimeMilliseconds() / (long)Length.TotalMilliseconds * (long)Length.TotalMilliseconds);

    /// <summary>Whether the place that an instant lies in is kept for walk-ins.</summary>
    /// <param name="at">The instant.</param>
    /// <param name="every">Each how manieth place of a day is kept; 0 keeps none.</param>
    public static bool IsForWalkIns(DateTimeOffset at, int every)
    {
        var minutes = (int)(PlaceOf(at).ToOffset(NetworkTime.Offset).TimeOfDay - TimeSpan.FromHours(Opens)).TotalMinutes;
        return every > 0 && minutes >= 0 && minutes / (int)Length.TotalMinutes % every == every - 1;
    }

    /// <summary>The places that begin after an instant, within so many days.</summary>
    public static IEnumerable<DateTimeOffset> After(DateTimeOffset now, int days)
    {
        var last = now + TimeSpan.FromDays(days);
        for (var at = PlaceOf(now) + Length; at < last; at += Length)
        {
            if (at.ToOffset(NetworkTime.Offset).Hour is >= Opens and < Closes)
            {
                yield return at;
            }
        }
    }
}
