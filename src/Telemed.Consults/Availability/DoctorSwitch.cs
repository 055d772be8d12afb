namespace Telemed.Consults.Availability;

/// <summary>What a doctor has said about themselves.</summary>
[JsonConverter(typeof(CamelCaseEnum<DoctorSwitch>))]
public enum DoctorSwitch
{
    /// <summary>Nothing: the rota decides.</summary>
    Unset,

    /// <summary>To be rung.</summary>
    Available,

    /// <summary>Not to be rung.</summary>
    Off,

    /// <summary>Away until an instant.</summary>
    Away,
}
