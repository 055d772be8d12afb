using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>What follows from a signed opinion.</summary>
public sealed partial class ConsultDecider
{
    private static Decision<ConsultEvent> PlanNextLook(ConsultState.Engaged s, PlanFollowUp c)
    {
        if (s.File.Aftermath.FollowUp is { Draft: not null })
        {
            return Refuse("follow-up-open", "The follow-up was opened: its own case goes on from here.");
        }

        return c.DueAt <= c.Now || c.DueAt - c.Now > FollowUp.Farthest
            ? Refuse("time-out-of-range", "A follow-up lies ahead, and within two years.")
            : Accept(new ConsultEvent.FollowUpPlanned(c.By, c.Now, c.DueAt, Text(c.Note)));
    }

    private static Decision<ConsultEvent> OpenNextLook(ConsultState.Engaged s, FireClock c) =>
        IsDue(s, c) && s.File.Aftermath.FollowUp is { Draft: null } planned
            ? Accept(new ConsultEvent.FollowUpOpened(c.By, c.Now, FollowUp.DraftOf(s.File.Id, planned.DueAt)))
            : StaleClock();

    private static Decision<ConsultEvent> ReferPatient(ConsultState.Engaged s, Refer c)
    {
        if (s.File.Aftermath.Referral is { Status: ReferralStatus.Asked })
        {
            return Refuse("referral-open", "Another house is asked already and has not answered.");
        }

        return string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(new ConsultEvent.ReferralMade(c.By, c.Now, c.Direction, c.To, c.Reason));
    }

    private static Decision<ConsultEvent> AnswerPatient(ConsultState.Engaged s, AnswerReferral c)
    {
        if (s.File.Aftermath.Referral is not { Status: ReferralStatus.Asked })
        {
            return Refuse("not-in-state", "No referral waits for an answer.");
        }

        return !c.Accepted && string.IsNullOrWhiteSpace(c.Note)
            ? ReasonMissing()
            : Accept(new ConsultEvent.ReferralAnswered(c.By, c.Now, c.Accepted, Text(c.Note)));
    }

    private static Decision<ConsultEvent> SendNurse(ConsultState.Engaged s, OrderVisit c)
    {
        if (c.PlannedAt <= c.Now || c.PlannedAt - c.Now > FollowUp.Farthest)
        {
            return Refuse("time-out-of-range", "A visit lies ahead, and within two years.");
        }

        return s.File.Aftermath.Visits.Any(one => one.Nurse == c.Nurse && one.DoneAt is null)
            ? Refuse("visit-open", "This nurse has a visit to this patient already.")
            : Accept(new ConsultEvent.VisitOrdered(c.By, c.Now, c.Nurse, c.PlannedAt, Text(c.Task)));
    }

    private static Decision<ConsultEvent> ReportVisit(ConsultState.Engaged s, FinishVisit c)
    {
        if (s.File.Aftermath.Visits.All(one => one.Nurse != c.By || one.DoneAt is not null))
        {
            return Refuse("not-yours", "Only the nurse who was sent reports a visit.");
        }

        return string.IsNullOrWhiteSpace(c.Report)
            ? ReasonMissing()
            : Accept(new ConsultEvent.VisitFinished(c.By, c.Now, c.Report));
    }

    private static Decision<ConsultEvent> SettleCase(Settle c) => c.AmountFen is < 0 or > Settlement.MostFen
        ? Refuse("amount-out-of-range", "An amount is not negative and at most 100,000 yuan.")
        : Accept(new ConsultEvent.CaseSettled(c.By, c.Now, c.Payer, c.AmountFen));
}
