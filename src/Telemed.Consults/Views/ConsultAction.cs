namespace Telemed.Consults.Views;

/// <summary>What the viewer can do next with a consult, as the page's buttons name it.</summary>
[JsonConverter(typeof(CamelCaseEnum<ConsultAction>))]
public enum ConsultAction
{
    /// <summary>Send the draft.</summary>
    Submit,

    /// <summary>Call it off.</summary>
    Cancel,

    /// <summary>Take the open offer.</summary>
    Accept,

    /// <summary>Refuse the open offer.</summary>
    Decline,

    /// <summary>Try again.</summary>
    Redispatch,

    /// <summary>Write down the patient's consent, which is missing.</summary>
    Consent,

    /// <summary>Enter the room.</summary>
    Join,

    /// <summary>End the session.</summary>
    End,

    /// <summary>Write the opinion.</summary>
    Opinion,

    /// <summary>Sign the opinion.</summary>
    Sign,

    /// <summary>Answer the opinion.</summary>
    Acknowledge,

    /// <summary>Finish it.</summary>
    Close,

    /// <summary>Convert to a transfer.</summary>
    Transfer,

    /// <summary>Go on without a recording.</summary>
    ProceedUnrecorded,

    /// <summary>Add to the signed opinion.</summary>
    Amend,

    /// <summary>Begin to review it.</summary>
    Review,

    /// <summary>Let it through, send it back, or refuse it.</summary>
    Decide,

    /// <summary>Add a remark beside an emergency.</summary>
    NoteReview,

    /// <summary>Ring one specialist by name.</summary>
    Assign,

    /// <summary>Make or move an appointment.</summary>
    Schedule,

    /// <summary>Look for another specialist.</summary>
    Reassign,

    /// <summary>Say that the patient is there.</summary>
    Arrive,

    /// <summary>Compare two identifiers.</summary>
    Identify,

    /// <summary>Decide not to wait for consent, as the first doctor or the second.</summary>
    OverrideConsent,

    /// <summary>Invite a further expert.</summary>
    Invite,

    /// <summary>Answer an invitation.</summary>
    AnswerInvitation,

    /// <summary>Hand the lead over to an expert.</summary>
    HandOver,

    /// <summary>Stop a session with the wrong patient.</summary>
    StopWrongPatient,

    /// <summary>Sign beside the lead.</summary>
    CoSign,

    /// <summary>Make a link for the patient or for who speaks for them.</summary>
    InviteGuest,

    /// <summary>Plan when the patient is seen again.</summary>
    FollowUp,

    /// <summary>Ask another house to take the patient.</summary>
    Refer,

    /// <summary>Answer a referral.</summary>
    AnswerReferral,

    /// <summary>Send a nurse to the patient's home.</summary>
    OrderVisit,

    /// <summary>Report a visit.</summary>
    FinishVisit,

    /// <summary>Write down who pays.</summary>
    Settle,

    /// <summary>Add a file.</summary>
    Attach,

    /// <summary>Ask for an interpreter.</summary>
    AskInterpreter,

    /// <summary>Let the interpreter go, or ask no more.</summary>
    EndInterpreter,

    /// <summary>Take it to interpret, or refuse.</summary>
    AnswerInterpreting,

    /// <summary>Interpret no more.</summary>
    GiveBackInterpreting,

    /// <summary>Offer a contract.</summary>
    OfferContract,

    /// <summary>Write down the patient's answer to it.</summary>
    AnswerContract,

    /// <summary>End it.</summary>
    EndContract,

    /// <summary>Answer the patient's call from home.</summary>
    AnswerAlert,

    /// <summary>Open the room to those who look on to learn.</summary>
    OpenTeaching,

    /// <summary>Close it to them.</summary>
    CloseTeaching,

    /// <summary>Write a copy for the case library.</summary>
    ProposeCopy,

    /// <summary>Release the copy, or send it back.</summary>
    ReviewCopy,

    /// <summary>Take it out again.</summary>
    WithdrawCopy,

    /// <summary>Make a link for the patient to read the opinion by.</summary>
    ShowOpinion,

    /// <summary>Grant the patient to play a recording, or refuse it.</summary>
    AnswerPlay,

    /// <summary>Enter, confirm and end orders by which a regulator plays the recording.</summary>
    KeepOrders,
}
