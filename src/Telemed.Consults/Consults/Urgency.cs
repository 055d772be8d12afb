namespace Telemed.Consults.Consults;

/// <summary>How soon a consult is wanted.</summary>
[JsonConverter(typeof(CamelCaseEnum<Urgency>))]
public enum Urgency
{
    /// <summary>A person in danger now: rung at once, never held back by a review or a missing file.</summary>
    Emergency,

    /// <summary>Within minutes.</summary>
    Urgent,

    /// <summary>Within a day.</summary>
    Ordinary,
}
