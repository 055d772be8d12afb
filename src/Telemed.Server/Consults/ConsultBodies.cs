using Telemed.Consults.Consults;
using Telemed.Consults.Scheduling;

namespace Telemed.Server.Consults;

/// <summary>The bodies of the consult commands, one nested record each.</summary>
internal static class ConsultBodies
{
    /// <summary>Only the command's id.</summary>
    public sealed record Plain(string CommandId);

    /// <summary>A draft, new or saved again.</summary>
    public sealed record Draft(
        string CommandId,
        string Service,
        Urgency Urgency,
        string Summary,
        Patient Patient,
        string? WishedSpecialist = null,
        bool Read = false);

    /// <summary>The patient of a draft.</summary>
    public sealed record Patient(
        string? Name = null,
        Sex? Sex = null,
        int? AgeYears = null,
        IReadOnlyList<PatientIdentifier>? Identifiers = null);

    /// <summary>A reason: cancel, transfer, proceed-unrecorded.</summary>
    public sealed record Reasoned(string CommandId, string Reason);

    /// <summary>An order by which a regulator is to play the recording.</summary>
    public sealed record EnterOrder(string CommandId, string Authority, string Number, string Reason, DateTimeOffset Until);

    /// <summary>Confirming or ending an order.</summary>
    public sealed record Order(string CommandId, string Id);

    /// <summary>Whether the patient may play a recording, and why.</summary>
    public sealed record AnswerPlay(string CommandId, string Recording, bool Granted, string Reason);

    /// <summary>Taking an offer.</summary>
    public sealed record Accept(string CommandId, string OfferId);

    /// <summary>Refusing an offer.</summary>
    public sealed record Decline(string CommandId, string OfferId, string Reason);

    /// <summary>Saving the opinion.</summary>
    public sealed record Opinion(string CommandId, string Findings, string Advice);

    /// <summary>Signing it, with the password once more.</summary>
    public sealed record Sign(string CommandId, string Password);

    /// <summary>Adding to a signed opinion.</summary>
    public sealed record Amend(string CommandId, string Text);

    /// <summary>Answering the opinion.</summary>
    public sealed record Acknowledge(string CommandId, bool Adopted, string? Note = null);

    /// <summary>A consent, a refusal or a withdrawal.</summary>
    public sealed record Consent(
        string CommandId,
        ConsentItem Item,
        ConsentSubject Subject,
        bool Granted,
        ConsentMethod Method,
        string TextVersion,
        string Language,
        string? Witness = null,
        GuardianIdentity? Guardian = null);

    /// <summary>When the patient is seen again.</summary>
    public sealed record FollowUp(string CommandId, DateTimeOffset DueAt, string? Note = null);

    /// <summary>Asking another house.</summary>
    public sealed record Refer(string CommandId, ReferralDirection Direction, string To, string Reason);

    /// <summary>The house's answer.</summary>
    public sealed record AnswerReferral(string CommandId, bool Accepted, string? Note = null);

    /// <summary>Sending a nurse.</summary>
    public sealed record OrderVisit(string CommandId, string Nurse, DateTimeOffset PlannedAt, string? Task = null);

    /// <summary>What the nurse found.</summary>
    public sealed record FinishVisit(string CommandId, string Report);

    /// <summary>Who pays how much.</summary>
    public sealed record Settle(string CommandId, Payer Payer, long AmountFen);

    /// <summary>Until when a doctor offers to look after the patient.</summary>
    public sealed record OfferContract(string CommandId, DateTimeOffset Until);

    /// <summary>What the patient has answered in the house.</summary>
    public sealed record AnswerContract(string CommandId, bool Signed, ConsentMethod Method, string? Witness = null);

    /// <summary>What is done about a call from home.</summary>
    public sealed record AnswerAlert(string CommandId, string Answer);

    /// <summary>The link of the asking house, as its page measured it.</summary>
    public sealed record Probe(string CommandId, SiteLink Link);

    /// <summary>A reviewer's verdict or remark.</summary>
    public sealed record Noted(string CommandId, string? Note = null);

    /// <summary>Naming a specialist: assign, invite, hand-over.</summary>
    public sealed record Named(string CommandId, string Specialist);

    /// <summary>Making or moving an appointment; with whom, while nobody leads, and with which rooms and devices.</summary>
    public sealed record Schedule(
        string CommandId,
        DateTimeOffset StartsAt,
        BookingChannel Via = BookingChannel.Desk,
        string? Specialist = null,
        IReadOnlyList<string>? Resources = null);

    /// <summary>Having compared identifiers of these kinds.</summary>
    public sealed record Identify(string CommandId, IReadOnlyList<string> Kinds);

    /// <summary>Answering an invitation.</summary>
    public sealed record Answer(string CommandId, bool Accepted, string? Reason = null);

    /// <summary>Asking for an interpreter of a language.</summary>
    public sealed record Interpreter(string CommandId, string Language);

    /// <summary>Opening the room to those who look on to learn, or closing it to them.</summary>
    public sealed record Teaching(string CommandId, bool Open);

    /// <summary>Asking for the room.</summary>
    public sealed record Join(string? Device = null);
}
