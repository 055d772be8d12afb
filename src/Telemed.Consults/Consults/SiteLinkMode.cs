namespace Telemed.Consults.Consults;

/// <summary>What a house's link is good for.</summary>
[JsonConverter(typeof(CamelCaseEnum<SiteLinkMode>))]
public enum SiteLinkMode
{
    /// <summary>Sound and picture.</summary>
    Full,

    /// <summary>Sound and a small picture.</summary>
    Weak,

    /// <summary>Sound and stills.</summary>
    Photo,

    /// <summary>Sound alone.</summary>
    Audio,

    /// <summary>The telephone.</summary>
    Phone,
}
