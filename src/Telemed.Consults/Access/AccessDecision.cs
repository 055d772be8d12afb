namespace Telemed.Consults.Access;

/// <summary>What the access policy answers.</summary>
public enum AccessDecision
{
    /// <summary>The person may.</summary>
    Allowed,

    /// <summary>The person may know of the case, but not do this: 403.</summary>
    Denied,

    /// <summary>The person may not even know of the case: 404.</summary>
    Hidden,
}
