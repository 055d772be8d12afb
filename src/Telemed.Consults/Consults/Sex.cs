namespace Telemed.Consults.Consults;

/// <summary>Sex as the record states it.</summary>
[JsonConverter(typeof(CamelCaseEnum<Sex>))]
public enum Sex
{
    /// <summary>Male.</summary>
    Male,

    /// <summary>Female.</summary>
    Female,

    /// <summary>Not stated or other.</summary>
    Other,
}
