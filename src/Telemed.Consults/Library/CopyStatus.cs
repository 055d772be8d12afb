namespace Telemed.Consults.Library;

/// <summary>How far a copy of a case is on its way to the library.</summary>
[JsonConverter(typeof(CamelCaseEnum<CopyStatus>))]
public enum CopyStatus
{
    /// <summary>Written, and waiting for a second person.</summary>
    Proposed,

    /// <summary>Sent back to its author.</summary>
    Returned,

    /// <summary>In the library.</summary>
    Released,

    /// <summary>Out of it again, or never to come into it.</summary>
    Withdrawn,
}
