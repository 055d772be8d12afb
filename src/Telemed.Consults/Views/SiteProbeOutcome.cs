namespace Telemed.Consults.Views;

/// <summary>What came of asking a house to measure its link.</summary>
[JsonConverter(typeof(CamelCaseEnum<SiteProbeOutcome>))]
public enum SiteProbeOutcome
{
    /// <summary>It may still answer.</summary>
    Waiting,

    /// <summary>It has measured.</summary>
    Measured,

    /// <summary>No desk was open there, or its line was down.</summary>
    NotReached,
}
