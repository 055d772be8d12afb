namespace Telemed.Consults.Library;

/// <summary>By what somebody could be known.</summary>
[JsonConverter(typeof(CamelCaseEnum<FindingKind>))]
public enum FindingKind
{
    /// <summary>A person's name, or an address by their family name.</summary>
    Name,

    /// <summary>The name of a house.</summary>
    Institution,

    /// <summary>An identifier of the case, or a number that is checked as a resident identity card's.</summary>
    Identifier,

    /// <summary>A number as long as a telephone's or a card's.</summary>
    Number,

    /// <summary>A day or a month of a year.</summary>
    Date,

    /// <summary>An age that few people reach, or the patient's own.</summary>
    Age,

    /// <summary>An address of mail or of the web.</summary>
    Contact,

    /// <summary>A street and a house number.</summary>
    Address,
}
