namespace Telemed.Consults.Operations;

/// <summary>Why an appointment may fail.</summary>
[JsonConverter(typeof(CamelCaseEnum<RiskReason>))]
public enum RiskReason
{
    /// <summary>The site's link is bad, now or when it was last measured today.</summary>
    BadLink,

    /// <summary>Nothing arrives from the site now.</summary>
    Unreachable,

    /// <summary>It begins within the hour, and nobody of the site has signed in.</summary>
    NotSeen,

    /// <summary>No link of the site was ever measured.</summary>
    NeverMeasured,
}
