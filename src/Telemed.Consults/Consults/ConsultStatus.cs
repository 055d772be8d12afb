namespace Telemed.Consults.Consults;

/// <summary>The states of a consult, as the page and the contracts name them.</summary>
[JsonConverter(typeof(CamelCaseEnum<ConsultStatus>))]
public enum ConsultStatus
{
    /// <summary>Being written; only the requesting side sees it.</summary>
    Draft,

    /// <summary>Sent, waiting for a reviewer.</summary>
    Submitted,

    /// <summary>A reviewer reads it.</summary>
    UnderReview,

    /// <summary>Sent back to be completed.</summary>
    Returned,

    /// <summary>Refused by the reviewer.</summary>
    Rejected,

    /// <summary>A specialist is being looked for.</summary>
    Dispatching,

    /// <summary>At least one specialist is being rung.</summary>
    Offered,

    /// <summary>The ladder is exhausted: the dispatcher's list, and a number to phone.</summary>
    Unstaffed,

    /// <summary>A specialist has taken it; the patient's consent, or their identity, is missing.</summary>
    Accepted,

    /// <summary>An appointment is made; its room opens a little before.</summary>
    Scheduled,

    /// <summary>Accepted and consented: the room may be entered.</summary>
    Ready,

    /// <summary>Both sides are in the room.</summary>
    InSession,

    /// <summary>One side dropped out; the room and the recording are kept.</summary>
    Interrupted,

    /// <summary>The session is over.</summary>
    SessionEnded,

    /// <summary>The specialist owes an opinion.</summary>
    OpinionPending,

    /// <summary>The opinion is signed and immutable.</summary>
    OpinionSigned,

    /// <summary>The requesting doctor has read it and said whether it is adopted.</summary>
    Acknowledged,

    /// <summary>Finished.</summary>
    Closed,

    /// <summary>Finished and filed.</summary>
    Archived,

    /// <summary>Called off before the session.</summary>
    Cancelled,

    /// <summary>Accepted, but the session never began in time.</summary>
    NoShow,

    /// <summary>The patient is being moved instead.</summary>
    ConvertedToTransfer,
}
