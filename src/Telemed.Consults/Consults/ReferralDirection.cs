namespace Telemed.Consults.Consults;

/// <summary>Where a referral leads.</summary>
[JsonConverter(typeof(CamelCaseEnum<ReferralDirection>))]
public enum ReferralDirection
{
    /// <summary>To a higher house.</summary>
    Up,

    /// <summary>Back to a lower one, nearer to home.</summary>
    Down,
}
