namespace Telemed.Consults.Views;

/// <summary>What became of a link.</summary>
[JsonConverter(typeof(CamelCaseEnum<GuestLinkState>))]
public enum GuestLinkState
{
    /// <summary>It can be used.</summary>
    Open,

    /// <summary>Its holder takes part.</summary>
    Used,

    /// <summary>It was not used in time.</summary>
    Expired,

    /// <summary>Too many mistakes were made with it.</summary>
    Spent,

    /// <summary>It was taken back.</summary>
    Withdrawn,
}
