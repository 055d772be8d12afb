namespace Telemed.Consults.Operations;

/// <summary>How long a span of measurements is. Hours are kept for two weeks, days for thirteen months.</summary>
[JsonConverter(typeof(CamelCaseEnum<LinkGrain>))]
public enum LinkGrain
{
    /// <summary>An hour.</summary>
    Hour,

    /// <summary>A day of UTC+8.</summary>
    Day,
}
