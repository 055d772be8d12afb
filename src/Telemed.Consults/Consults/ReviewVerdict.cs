namespace Telemed.Consults.Consults;

/// <summary>What a reviewer decided.</summary>
[JsonConverter(typeof(CamelCaseEnum<ReviewVerdict>))]
public enum ReviewVerdict
{
    /// <summary>Let through.</summary>
    Approved,

    /// <summary>Sent back to be completed.</summary>
    Returned,

    /// <summary>Refused.</summary>
    Rejected,

    /// <summary>A remark beside an emergency, which never waits for it.</summary>
    Noted,
}
