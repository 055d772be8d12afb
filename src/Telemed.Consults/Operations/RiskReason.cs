namespace Telemed.Consults.Operations;

/// <summary>Why an appointment may fail.</summary>
[JsonConverter(typeof(CamelCaseEnum<RiskReason>))]
public enum RiskReason
{
    /// <summary>The site's link is bad: now, when its page measured it today, or on the last day on which it was in a room.</summary>
    BadLink,

    /// <summary>Nothing arrives from the site now.</summary>
    Unreachable,

    /// <summary>Nobody of the site has signed in, and it begins within the hour or a measurement was asked for in vain.</summary>
    NotSeen,

    /// <summary>No link of the site was ever measured.</summary>
    NeverMeasured,
}
