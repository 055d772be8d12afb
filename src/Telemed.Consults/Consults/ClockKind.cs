namespace Telemed.Consults.Consults;

/// <summary>What a due clock is about.</summary>
[JsonConverter(typeof(CamelCaseEnum<ClockKind>))]
public enum ClockKind
{
    /// <summary>An offer's ring ends.</summary>
    Ring,

    /// <summary>A consult waits for the ladder; normally handled at once.</summary>
    Dispatch,

    /// <summary>The session should have begun.</summary>
    Join,

    /// <summary>An interrupted session ends by itself.</summary>
    Interruption,

    /// <summary>A reminder for the missing opinion, then its escalation.</summary>
    Opinion,

    /// <summary>A doctor's wrap-up ends.</summary>
    WrapUp,

    /// <summary>A doctor's absence or availability ends.</summary>
    Away,
}
