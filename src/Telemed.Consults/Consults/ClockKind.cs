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

    /// <summary>An appointment comes near: its people are reminded.</summary>
    Reminder,

    /// <summary>The room of an appointment opens.</summary>
    Opening,

    /// <summary>An expert's invitation ends unanswered.</summary>
    Invitation,

    /// <summary>The patient's own answer, after two doctors would not wait for it, is due.</summary>
    Consent,

    /// <summary>The patient is to be seen again: a new draft is opened.</summary>
    FollowUp,

    /// <summary>The link of the asking house is to be measured before an appointment.</summary>
    Probe,

    /// <summary>The asking house has not measured its link.</summary>
    ProbeAnswer,

    /// <summary>A session is as long as it should be: everybody in the room is told, nobody is cut off.</summary>
    SessionLimit,

    /// <summary>An interrupted session goes on by telephone if the two like.</summary>
    PhoneBridge,

    /// <summary>Nobody of the house has answered the patient's call.</summary>
    Alert,

    /// <summary>A request has waited for something longer than it should: those who can do something are told.</summary>
    Overdue,

    /// <summary>A closed case is filed in the archive.</summary>
    Archive,

    /// <summary>A doctor's wrap-up ends.</summary>
    WrapUp,

    /// <summary>A doctor's absence or availability ends.</summary>
    Away,
}
