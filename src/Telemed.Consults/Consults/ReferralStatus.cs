namespace Telemed.Consults.Consults;

/// <summary>What the house that is asked says.</summary>
[JsonConverter(typeof(CamelCaseEnum<ReferralStatus>))]
public enum ReferralStatus
{
    /// <summary>Nothing yet.</summary>
    Asked,

    /// <summary>It takes the patient.</summary>
    Accepted,

    /// <summary>It does not, with a reason.</summary>
    Declined,
}
