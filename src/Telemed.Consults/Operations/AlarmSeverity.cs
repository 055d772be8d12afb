namespace Telemed.Consults.Operations;

/// <summary>How bad it is.</summary>
[JsonConverter(typeof(CamelCaseEnum<AlarmSeverity>))]
public enum AlarmSeverity
{
    /// <summary>To be looked at today.</summary>
    Notice,

    /// <summary>To be looked at soon.</summary>
    Warning,

    /// <summary>To be looked at now: patients wait, or something is being lost.</summary>
    Critical,
}
