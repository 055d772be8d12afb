namespace Telemed.Consults.Availability;

/// <summary>What a doctor is doing, as the page shows it.</summary>
[JsonConverter(typeof(CamelCaseEnum<AvailabilityStatus>))]
public enum AvailabilityStatus
{
    /// <summary>Not to be rung.</summary>
    Off,

    /// <summary>On call by the rota.</summary>
    OnCall,

    /// <summary>Has switched to available.</summary>
    Available,

    /// <summary>Being rung.</summary>
    Ringing,

    /// <summary>In a consult.</summary>
    InConsult,

    /// <summary>Writing up; back by themselves.</summary>
    WrapUp,

    /// <summary>Away until an instant.</summary>
    Away,
}
