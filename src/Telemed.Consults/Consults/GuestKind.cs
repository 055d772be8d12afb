namespace Telemed.Consults.Consults;

/// <summary>Who joins by a link.</summary>
[JsonConverter(typeof(CamelCaseEnum<GuestKind>))]
public enum GuestKind
{
    /// <summary>The patient.</summary>
    Patient,

    /// <summary>Somebody of the family, or a guardian, who speaks for the patient.</summary>
    Proxy,
}
