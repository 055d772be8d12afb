namespace Telemed.Consults.Consults;

/// <summary>What a request waits for, each within a time of its own.</summary>
[JsonConverter(typeof(CamelCaseEnum<Awaited>))]
public enum Awaited
{
    /// <summary>Somebody takes it, or sends it back.</summary>
    Reply,

    /// <summary>A planned one has an appointment, or is held without one.</summary>
    Appointment,

    /// <summary>A planned one is held.</summary>
    Session,

    /// <summary>The opinion on an emergency is signed.</summary>
    Opinion,
}
