namespace Telemed.Consults.Institutions;

/// <summary>Where an institution stands in the tree, lowest last.</summary>
[JsonConverter(typeof(CamelCaseEnum<InstitutionLevel>))]
public enum InstitutionLevel
{
    /// <summary>The region.</summary>
    Region,

    /// <summary>A prefecture.</summary>
    Prefecture,

    /// <summary>A county.</summary>
    County,

    /// <summary>A township.</summary>
    Township,

    /// <summary>A village.</summary>
    Village,
}
