namespace Telemed.Consults.Access;

/// <summary>What can be done with a case; every door of the server names one of these.</summary>
[JsonConverter(typeof(CamelCaseEnum<CaseAction>))]
public enum CaseAction
{
    /// <summary>Open a new draft.</summary>
    Create,

    /// <summary>See that it exists: its row without personal data.</summary>
    ViewRow,

    /// <summary>See the summary and the patient's label.</summary>
    ViewSummary,

    /// <summary>See everything.</summary>
    ViewFull,

    /// <summary>Change the draft.</summary>
    EditDraft,

    /// <summary>Send it.</summary>
    Submit,

    /// <summary>Call it off.</summary>
    Cancel,

    /// <summary>Take an offer.</summary>
    Accept,

    /// <summary>Refuse an offer.</summary>
    Decline,

    /// <summary>Try an unstaffed one again.</summary>
    Redispatch,

    /// <summary>Review, return or reject it.</summary>
    Review,

    /// <summary>Write down a consent.</summary>
    RecordConsent,

    /// <summary>Enter the room.</summary>
    JoinRoom,

    /// <summary>End the session.</summary>
    EndSession,

    /// <summary>Convert it to a transfer.</summary>
    Transfer,

    /// <summary>Draft the opinion.</summary>
    WriteOpinion,

    /// <summary>Sign the opinion.</summary>
    SignOpinion,

    /// <summary>Add to a signed opinion.</summary>
    AmendOpinion,

    /// <summary>Answer the opinion.</summary>
    Acknowledge,

    /// <summary>Finish it.</summary>
    Close,

    /// <summary>Go on without a recording.</summary>
    ProceedUnrecorded,

    /// <summary>Start, pause, resume or stop a recording.</summary>
    ControlRecording,

    /// <summary>Play a recording.</summary>
    PlayRecording,

    /// <summary>Write down the patient's consent.</summary>
    RecordPatientConsent,

    /// <summary>Ring one specialist by name.</summary>
    Assign,

    /// <summary>Make or move an appointment.</summary>
    Schedule,

    /// <summary>Look for another specialist in place of the one who accepted.</summary>
    Reassign,

    /// <summary>Say that the patient is there, and compare identifiers.</summary>
    Identify,

    /// <summary>Decide, as one of two doctors, not to wait for the patient's consent.</summary>
    OverrideConsent,

    /// <summary>Invite a further expert.</summary>
    Invite,

    /// <summary>Answer an invitation.</summary>
    AnswerInvitation,

    /// <summary>Hand the lead over.</summary>
    HandOver,

    /// <summary>Stop a session with the wrong patient.</summary>
    StopWrongPatient,

    /// <summary>Sign the opinion beside the lead.</summary>
    CoSign,

    /// <summary>Open a case without a part in it, in need.</summary>
    BreakGlass,

    /// <summary>Look into who opened a case.</summary>
    ReviewGlass,

    /// <summary>Export a recording, file it, put it on hold, let it go, have it destroyed.</summary>
    KeepRecording,

    /// <summary>Make and withdraw links for the patient and for who speaks for them.</summary>
    InviteGuest,

    /// <summary>Plan when the patient is seen again.</summary>
    PlanFollowUp,

    /// <summary>Ask another house to take the patient.</summary>
    Refer,

    /// <summary>Answer a referral.</summary>
    AnswerReferral,

    /// <summary>Send a nurse to the patient's home.</summary>
    OrderVisit,

    /// <summary>Report a visit at home.</summary>
    FinishVisit,

    /// <summary>Write down who pays.</summary>
    Settle,

    /// <summary>Add a file.</summary>
    Attach,

    /// <summary>See whom it rang, who was invited and what happened when.</summary>
    ViewProcess,

    /// <summary>Ask for an interpreter, and let one go.</summary>
    ArrangeInterpreter,

    /// <summary>Take it to interpret, refuse, give it back.</summary>
    Interpret,

    /// <summary>Offer to look after the patient.</summary>
    OfferContract,

    /// <summary>Answer that as the patient, or write down what they signed.</summary>
    AnswerContract,

    /// <summary>End the contract.</summary>
    EndContract,

    /// <summary>Call the house from home.</summary>
    RaiseAlert,

    /// <summary>Answer the call.</summary>
    AnswerAlert,

    /// <summary>Measure the asking house's link.</summary>
    ReportProbe,

    /// <summary>Bind who speaks for the patient to them as their dependant.</summary>
    BindDependant,

    /// <summary>Unbind the two.</summary>
    UnbindDependant,

    /// <summary>Open the room to those who look on to learn, and close it to them.</summary>
    Teach,

    /// <summary>Write in the room.</summary>
    WriteChat,

    /// <summary>Remove somebody from the room.</summary>
    Remove,

    /// <summary>Write a copy for the case library, and take it out.</summary>
    ProposeCopy,

    /// <summary>Read such a copy, send it back or release it.</summary>
    ReviewCopy,

    /// <summary>Ask those who switch the recording to do so.</summary>
    AskForRecording,

    /// <summary>Set a mark in a recording.</summary>
    MarkRecording,

    /// <summary>Read the signed opinion as the patient, or for them.</summary>
    ReadOpinion,

    /// <summary>Ask, as the patient or for them, to play the recording.</summary>
    AskToPlay,

    /// <summary>Grant that, or refuse it.</summary>
    AnswerPlay,

    /// <summary>Enter, confirm and end an order by which a regulator plays the recording.</summary>
    KeepOrders,
}
