using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>
/// What may happen to a consult. Pure: ids and time arrive on the command, the facts go out, nothing else is touched.
/// Who may send a command at all is <see cref="AccessPolicy"/>'s matter; here stand the rules of the case itself, as a
/// table: the first row that fits decides. What each row does stands in the file of its subject.
/// </summary>
/// <param name="times">The network's clocks.</param>
public sealed partial class ConsultDecider(ConsultTimes times)
{
    /// <summary>
    /// The facts that follow from a command in a state, or a readable refusal. Callable from any thread.
    /// </summary>
    public Decision<ConsultEvent> Decide(ConsultState state, ConsultCommand command) => (state, command) switch
    {
        (ConsultState.Unknown, SaveDraft c) => SaveRequest(c),
        (ConsultState.Draft, SaveDraft c) => SaveRequest(c),
        (ConsultState.Returned, SaveDraft c) => SaveRequest(c),
        (ConsultState.Draft s, Submit c) => SubmitRequest(s, c),
        (ConsultState.Submitted, StartReview c) => Accept(new ConsultEvent.ReviewStarted(c.By, c.Now)),
        (ConsultState.UnderReview s, Approve c) => Accept(
            new ConsultEvent.RequestApproved(c.By, c.Now, Text(c.Note)), Dispatch(s, c)),
        (ConsultState.UnderReview, Return c) => ReturnRequest(c),
        (ConsultState.UnderReview, Reject c) => RejectRequest(c),
        (ConsultState.Filed s, NoteReview c) when IsUnfinished(s) => NoteBeside(s, c),
        (ConsultState.Dispatching s, MakeOffers c) => Ring(s, c),
        (ConsultState.Dispatching s, Assign c) => RingByName(s, c),
        (ConsultState.Offered s, Assign c) => RingByName(s, c),
        (ConsultState.Unstaffed s, Assign c) => RingByName(s, c),
        (ConsultState.Dispatching, GiveUp c) => Accept(new ConsultEvent.StaffingFailed(c.By, c.Now, c.PhoneInstead)),
        (ConsultState.Unstaffed s, Redispatch c) => Accept(Dispatch(s, c, s.File.Round + 1)),
        (ConsultState.Offered s, ConsultCommand.Accept c) => Take(s, c),
        (ConsultState.Offered s, Decline c) => DeclineOffer(s, c),
        (ConsultState.Filed s, FireClock { Clock.Kind: ClockKind.Consent } c) => MissConsent(s, c),
        (ConsultState.Filed s, FireClock { Clock.Kind: ClockKind.Overdue } c) => TellOverdue(s, c),
        (ConsultState.Engaged s, FireClock { Clock.Kind: ClockKind.FollowUp } c) => OpenNextLook(s, c),
        (ConsultState.Engaged s, FireClock { Clock.Kind: ClockKind.Invitation } c) => ExpireInvitations(s, c),
        (ConsultState.Engaged s, FireClock { Clock.Kind: ClockKind.Probe } c) => AskSite(s, c),
        (ConsultState.Engaged s, FireClock { Clock.Kind: ClockKind.ProbeAnswer } c) => MissSite(s, c),
        (ConsultState.Engaged s, ReportProbe c) => TakeProbe(s, c),
        (ConsultState.Engaged s, FireClock { Clock.Kind: ClockKind.SessionLimit } c) => TellLength(s, c),
        (ConsultState.Interrupted s, FireClock { Clock.Kind: ClockKind.PhoneBridge } c) => OfferTelephone(s, c),
        (ConsultState.Engaged s, FireClock { Clock.Kind: ClockKind.Alert } c) => EscalateCall(s, c),
        (ConsultState.Offered s, FireClock c) => ExpireRings(s, c),
        (ConsultState.Draft s, Schedule c) => BookFromDraft(s, c),
        (ConsultState.Dispatching s, Schedule c) => Book(s, c),
        (ConsultState.Offered s, Schedule c) => Book(s, c),
        (ConsultState.Unstaffed s, Schedule c) => Book(s, c),
        (ConsultState.Accepted s, Schedule c) => Put(s, c),
        (ConsultState.Scheduled s, Schedule c) => Put(s, c),
        (ConsultState.Ready s, Schedule c) => Put(s, c),
        (ConsultState.Scheduled s, FireClock c) => FollowAppointment(s, c),
        (ConsultState.Accepted s, Reassign c) => GiveBack(s, c),
        (ConsultState.Scheduled s, Reassign c) => GiveBack(s, c),
        (ConsultState.Ready s, Reassign c) => GiveBack(s, c),
        (ConsultState.Accepted s, FireClock c) => Lapse(s, c),
        (ConsultState.Ready s, FireClock c) => Lapse(s, c),
        (ConsultState.Ready s, EnterRoom c) => Enter(s, c),
        (ConsultState.InSession s, EnterRoom c) => Enter(s, c),
        (ConsultState.Interrupted s, EnterRoom c) => Enter(s, c),
        (ConsultState.Accepted s, EnterRoom) => NotCleared(s),
        (ConsultState.Scheduled, EnterRoom) => Refuse("not-open-yet", "The room opens shortly before the appointment."),
        (ConsultState.Engaged s, LeaveRoom c) => Leave(s, c),
        (ConsultState.InSession s, End c) => EndSession(s, c, SessionEndCause.Ended),
        (ConsultState.Interrupted s, End c) => EndSession(s, c, SessionEndCause.Ended),
        (ConsultState.Interrupted s, FireClock c) => EndInterrupted(s, c),
        (ConsultState.InSession s, SaveOpinion c) => DraftOpinion(s, c),
        (ConsultState.Interrupted s, SaveOpinion c) => DraftOpinion(s, c),
        (ConsultState.OpinionPending s, SaveOpinion c) => DraftOpinion(s, c),
        (ConsultState.OpinionPending s, ConsultCommand.Sign c) => SignOpinion(s, c),
        (ConsultState.OpinionPending s, FireClock c) => Remind(s, c),
        (ConsultState.OpinionSigned s, Amend c) => AmendOpinion(s, c),
        (ConsultState.Acknowledged s, Amend c) => AmendOpinion(s, c),
        (ConsultState.Closed s, Amend c) => AmendOpinion(s, c),
        (ConsultState.Archived s, Amend c) => AmendOpinion(s, c),
        (ConsultState.OpinionSigned s, CoSign c) => SignBeside(s, c),
        (ConsultState.Acknowledged s, CoSign c) => SignBeside(s, c),
        (ConsultState.Closed s, CoSign c) => SignBeside(s, c),
        (ConsultState.Engaged s, SaveOpinion or ConsultCommand.Sign) when IsSigned(s) => Immutable(),
        (ConsultState.OpinionSigned, Acknowledge c) =>
            Accept(new ConsultEvent.OpinionAcknowledged(c.By, c.Now, c.Adopted, Text(c.Note))),
        (ConsultState.Acknowledged s, Close c) => CloseConsult(s, c),
        (ConsultState.Closed s, FireClock c) => Archive(s, c),
        (ConsultState.Engaged s, PlanFollowUp c) when IsSigned(s) => PlanNextLook(s, c),
        (ConsultState.Engaged s, Refer c) when IsSigned(s) => ReferPatient(s, c),
        (ConsultState.Engaged s, AnswerReferral c) when IsSigned(s) => AnswerPatient(s, c),
        (ConsultState.Engaged s, OrderVisit c) when IsSigned(s) => SendNurse(s, c),
        (ConsultState.Engaged s, FinishVisit c) when IsSigned(s) => ReportVisit(s, c),
        (ConsultState.Engaged s, Settle c) when IsSigned(s) => SettleCase(c),
        (ConsultState.Engaged s, OfferContract c) when IsSigned(s) => OfferCare(s, c),
        (ConsultState.Engaged s, AnswerContract c) when IsSigned(s) => AnswerCare(s, c),
        (ConsultState.Engaged s, EndContract c) when IsSigned(s) => EndCare(s, c),
        (ConsultState.Engaged s, RaiseAlert c) when IsSigned(s) => Call(s, c),
        (ConsultState.Engaged s, AnswerAlert c) when IsSigned(s) => AnswerCall(s, c),
        (ConsultState.Filed s, Cancel c) when IsBeforeSession(s) => CancelConsult(s, c),
        (ConsultState.InSession s, Transfer c) => TransferPatient(s, c),
        (ConsultState.Interrupted s, Transfer c) => TransferPatient(s, c),
        (ConsultState.InSession s, StopWrongPatient c) => WrongPatient(s, c),
        (ConsultState.Interrupted s, StopWrongPatient c) => WrongPatient(s, c),
        (ConsultState.Engaged s, Invite c) when TakesExperts(s) => InviteExpert(s, c),
        (ConsultState.Engaged s, AnswerInvitation c) when TakesExperts(s) => AnswerInvite(s, c),
        (ConsultState.Engaged s, RemoveExpert c) when TakesExperts(s) => TakeOut(s, c),
        (ConsultState.Engaged s, ConsultCommand.HandOver c) when IsLive(s) => ChangeLead(s, c),
        (ConsultState.Filed s, CheckIdentity c) when IsBeforeSession(s) => Compare(s, c),
        (ConsultState.Filed s, Arrive c) when IsBeforeSession(s) => s.File.ArrivedAt is null
            ? Accept(new ConsultEvent.PatientArrived(c.By, c.Now))
            : Accept(),
        (ConsultState.Filed s, OverrideConsent c) when IsBeforeSession(s) => Override(s, c),
        (ConsultState.Filed s, RecordConsent c) when TakesConsent(s, c) => Consent(s, c),
        (ConsultState.Filed s, Attach c) when TakesFiles(s) => AddFile(s, c),
        (ConsultState.Filed s, MarkColourCard c) when TakesFiles(s) => ReadCard(s, c),
        (ConsultState.Engaged s, WriteChat c) when HasRoom(s) => Write(s, c),
        (ConsultState.Filed s, InviteGuest c) when TakesGuests(s, c) => InviteByLink(s, c),
        (ConsultState.Filed s, OpenGuestLink c) when TakesGuests(s, c) => UseLink(s, c),
        (ConsultState.Filed s, EndGuest c) => TakeLinkBack(s, c),
        (ConsultState.Engaged s, EnterOrder c) when AccessPolicy.IsFinished(s.Status) => TakeOrder(s, c),
        (ConsultState.Engaged s, ConfirmOrder c) => ConfirmIt(s, c),
        (ConsultState.Engaged s, EndOrder c) => EndIt(s, c),
        (ConsultState.Engaged s, AskToPlay c) when IsSigned(s) => AskForPlaying(s, c),
        (ConsultState.Engaged s, AnswerPlay c) when IsSigned(s) => AnswerPlaying(s, c),
        (ConsultState.Filed s, BindDependant c) when s is not ConsultState.Draft => Bind(s, c),
        (ConsultState.Filed s, UnbindDependant c) => Unbind(s, c),
        (ConsultState.Filed s, AskInterpreter c) when TakesInterpreter(s) => LookForInterpreter(s, c),
        (ConsultState.Filed s, AnswerInterpreting c) when TakesInterpreter(s) => AnswerInterpreter(s, c),
        (ConsultState.Filed s, EndInterpreter c) => CallInterpreterOff(s, c),
        (ConsultState.Filed s, Teach { Open: false } c) => CloseTeaching(s, c),
        (ConsultState.Engaged s, Teach c) when IsLive(s) => OpenTeaching(s, c),
        (ConsultState.Engaged s, RemoveViewer c) when IsLive(s) => TakeViewerOut(s, c),
        (ConsultState.Engaged s, ProposeCopy c) when TakesCopy(s.Status) => Propose(s, c),
        (ConsultState.Engaged s, ReturnCopy c) when TakesCopy(s.Status) => SendCopyBack(s, c),
        (ConsultState.Engaged s, ReleaseCopy c) when TakesCopy(s.Status) => Release(s, c),
        (ConsultState.Engaged s, WithdrawCopy c) when TakesCopy(s.Status) => TakeCopyOut(s, c),
        (ConsultState.InSession s, OpenRecording c) => LinkRecording(s, c),
        (ConsultState.Interrupted s, OpenRecording c) => LinkRecording(s, c),
        (ConsultState.Ready s, ReportUnrecorded c) => Unrecorded(s, c),
        (ConsultState.InSession s, ReportUnrecorded c) => Unrecorded(s, c),
        (ConsultState.Interrupted s, ReportUnrecorded c) => Unrecorded(s, c),
        (ConsultState.Engaged s, ProceedUnrecorded c) when IsUnfinished(s) => Proceed(s, c),
        (ConsultState.Filed s, BreakGlass c) when s is not ConsultState.Draft => Break(s, c),
        (ConsultState.Filed s, ReviewGlass c) => LookInto(s, c),
        (_, FireClock) => StaleClock(),
        (ConsultState.Unknown, _) => Refuse("not-found", "There is no such consult."),
        (ConsultState.Filed s, _) => Refuse(
            "not-in-state", $"A consult that is {s.Status} takes no {command.GetType().Name}."),
        _ => Refuse("not-in-state", "The consult takes no such command."),
    };

    /// <summary>The state after a fact. A fact that cannot follow a state is a broken history and throws.</summary>
    /// <exception cref="InvalidOperationException">The fact cannot follow this state.</exception>
    public static ConsultState Evolve(ConsultState state, ConsultEvent fact) => ConsultEvolution.Next(state, fact);

    /// <summary>The state after a whole history.</summary>
    /// <exception cref="InvalidOperationException">The history is broken.</exception>
    public static ConsultState Fold(IEnumerable<ConsultEvent> facts) =>
        facts.Aggregate<ConsultEvent, ConsultState>(ConsultState.Unknown.Instance, Evolve);

    /// <summary>Whether further experts can be invited and answer in this state.</summary>
    internal static bool TakesExperts(ConsultState.Engaged s) => s is
        ConsultState.Accepted or ConsultState.Scheduled or ConsultState.Ready or ConsultState.InSession
        or ConsultState.Interrupted or ConsultState.OpinionPending;

    private static ConsultEvent.DispatchStarted Dispatch(ConsultState.Filed s, ConsultCommand c, int? round = null) =>
        new(c.By, c.Now, round ?? Math.Max(1, s.File.Round));

    private static IEnumerable<ConsultEvent> Withdraw(ConsultState.Filed s, ConsultCommand c, OfferId? except) =>
        s.File.OpenOffers.Where(offer => offer.Id != except)
            .Select(offer => new ConsultEvent.OfferWithdrawn(c.By, c.Now, offer.Id, offer.Specialist));

    private static bool IsDue(ConsultState state, FireClock c) =>
        ConsultClocks.Of(state) == c.Clock && c.Clock.DueAt <= c.Now;

    internal static bool IsBeforeSession(ConsultState.Filed s) => s.Status is
        ConsultStatus.Draft or ConsultStatus.Submitted or ConsultStatus.UnderReview or ConsultStatus.Returned
        or ConsultStatus.Dispatching or ConsultStatus.Offered or ConsultStatus.Unstaffed
        or ConsultStatus.Accepted or ConsultStatus.Scheduled or ConsultStatus.Ready;

    internal static bool IsUnfinished(ConsultState.Filed s) =>
        IsBeforeSession(s) || s.Status is ConsultStatus.InSession or ConsultStatus.Interrupted
            or ConsultStatus.SessionEnded or ConsultStatus.OpinionPending;

    private static bool IsLive(ConsultState.Engaged s) => s is
        ConsultState.Accepted or ConsultState.Ready or ConsultState.InSession or ConsultState.Interrupted;

    private static bool IsSigned(ConsultState.Engaged s) => s is
        ConsultState.OpinionSigned or ConsultState.Acknowledged or ConsultState.Closed or ConsultState.Archived;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Decision<ConsultEvent> ConsentMissing() =>
        Refuse("consent-missing", "The patient's consent to the consult is missing.");

    private static Decision<ConsultEvent> ReasonMissing() => Refuse("reason-missing", "A reason is needed.");

    private static Decision<ConsultEvent> Immutable() =>
        Refuse("already-signed", "A signed opinion never changes; add to it instead.");

    private static Decision<ConsultEvent> StaleClock() =>
        Refuse("clock-stale", "The clock is not due, or its cause is gone.");
}
