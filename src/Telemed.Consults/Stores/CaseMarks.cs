namespace Telemed.Consults.Stores;

/// <summary>What a consult's row knows of its case beside the state: enough for the buttons, no personal data.</summary>
[Flags]
public enum CaseMarks
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Two identifiers were compared.</summary>
    Identified = 1,

    /// <summary>One doctor would not wait for the consent.</summary>
    OverrideAsked = 2,

    /// <summary>Two doctors would not wait for it.</summary>
    Overridden = 4,

    /// <summary>The patient's own answer is still owed.</summary>
    ConsentOwed = 8,

    /// <summary>The patient is at the clinic.</summary>
    Arrived = 16,

    /// <summary>The patient has refused.</summary>
    ConsentRefused = 32,

    /// <summary>Another house is asked to take the patient and has not answered.</summary>
    ReferralOpen = 64,

    /// <summary>The follow-up was opened.</summary>
    FollowedUp = 128,

    /// <summary>A contract was offered and the patient has not answered.</summary>
    ContractOffered = 256,

    /// <summary>Both have signed a contract and nobody has ended it.</summary>
    ContractSigned = 512,

    /// <summary>The patient has called and nobody has answered.</summary>
    AlertOpen = 1024,

    /// <summary>A nurse is to visit the patient.</summary>
    VisitOpen = 2048,

    /// <summary>Nobody of the house has answered the patient's call in time.</summary>
    AlertEscalated = 4096,

    /// <summary>The room is open to those who look on to learn.</summary>
    Taught = 8192,

    /// <summary>Nobody has replied in time.</summary>
    ReplyOverdue = 16_384,

    /// <summary>No appointment was made in time.</summary>
    AppointmentOverdue = 32_768,

    /// <summary>It was not held in time.</summary>
    SessionOverdue = 65_536,

    /// <summary>The opinion was not signed in time.</summary>
    OpinionOverdue = 131_072,

    /// <summary>The patient agrees to a copy in the case library.</summary>
    LibraryAgreed = 262_144,

    /// <summary>A copy for it waits for somebody to release it.</summary>
    CopyProposed = 524_288,

    /// <summary>It is in the library.</summary>
    CopyReleased = 1_048_576,

    /// <summary>The patient asks to play a recording and nobody has answered.</summary>
    PlayAsked = 2_097_152,

    /// <summary>It was drawn for the quality sample.</summary>
    Sampled = 4_194_304,

    /// <summary>There is an order to play its recording, confirmed or not, that nobody has ended.</summary>
    Ordered = 8_388_608,
}
