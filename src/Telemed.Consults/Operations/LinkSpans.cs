namespace Telemed.Consults.Operations;

/// <summary>Where spans begin, and how long they are kept: some 760 rows for a site at most. Pure.</summary>
public static class LinkSpans
{
    /// <summary>How long hours are kept.</summary>
    public static readonly TimeSpan KeepHours = TimeSpan.FromDays(15);

    /// <summary>How long days are kept.</summary>
    public static readonly TimeSpan KeepDays = TimeSpan.FromDays(400);

    /// <summary>The beginning of the span that an instant lies in.</summary>
    public static DateTimeOffset StartOf(LinkGrain grain, DateTimeOffset at)
    {
        var there = at.ToOffset(NetworkTime.Offset);
        return new DateTimeOffset(there.Date, NetworkTime.Offset)
            .AddHours(grain == LinkGrain.Hour ? there.Hour : 0)
            .ToUniversalTime();
    }

    /// <summary>The finest grain that is still kept as far back as this.</summary>
    public static LinkGrain FinestFor(DateTimeOffset from, DateTimeOffset now) =>
        now - from <= KeepHours ? LinkGrain.Hour : LinkGrain.Day;
}
