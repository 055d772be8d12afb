namespace Telemed.Consults.Desk;

/// <summary>The buttons a viewer has for a consult: what the state takes next and the policy allows. Pure.</summary>
internal static class ConsultActions
{
    private static readonly ConsultStatus[] BeforeSession =
    [
        ConsultStatus.Draft, ConsultStatus.Submitted, ConsultStatus.UnderReview, ConsultStatus.Returned,
        ConsultStatus.Dispatching, ConsultStatus.Offered, ConsultStatus.Unstaffed, ConsultStatus.Accepted,
        ConsultStatus.Scheduled, ConsultStatus.Ready,
    ];

    private static readonly ConsultStatus[] Unanswered =
        [ConsultStatus.Dispatching, ConsultStatus.Offered, ConsultStatus.Unstaffed];

    private static readonly ConsultStatus[] Taken =
        [ConsultStatus.Accepted, ConsultStatus.Scheduled, ConsultStatus.Ready];

    private static readonly ConsultStatus[] WithExperts =
    [
        ConsultStatus.Accepted, ConsultStatus.Scheduled, ConsultStatus.Ready, ConsultStatus.InSession,
        ConsultStatus.Interrupted, ConsultStatus.OpinionPending,
    ];

    private static readonly ConsultStatus[] Live =
        [ConsultStatus.Accepted, ConsultStatus.Ready, ConsultStatus.InSession, ConsultStatus.Interrupted];

    private static readonly ConsultStatus[] InRoom =
        [ConsultStatus.Ready, ConsultStatus.InSession, ConsultStatus.Interrupted];

    private static readonly ConsultStatus[] Session = [ConsultStatus.InSession, ConsultStatus.Interrupted];

    private static readonly ConsultStatus[] Writing =
        [ConsultStatus.InSession, ConsultStatus.Interrupted, ConsultStatus.OpinionPending];

    private static readonly ConsultStatus[] Signed =
        [ConsultStatus.OpinionSigned, ConsultStatus.Acknowledged, ConsultStatus.Closed];

    internal static IEnumerable<ConsultAction> Of(ConsultRow row, CaseAccess access)
    {
        foreach (var (action, needs, holds) in Table(row, access))
        {
            if (holds && access.May(needs))
            {
                yield return action;
            }
        }
    }

    private static IEnumerable<(ConsultAction Action, CaseAction Needs, bool Holds)> Table(
        ConsultRow row, CaseAccess access)
    {
        var rung = (access.Relation & Relation.Offered) != Relation.None;
        yield return (ConsultAction.Submit, CaseAction.Submit, row.State == ConsultStatus.Draft);
        yield return (ConsultAction.Accept, CaseAction.Accept, rung);
        yield return (ConsultAction.Decline, CaseAction.Decline, rung);
        yield return (ConsultAction.Redispatch, CaseAction.Redispatch, row.State == ConsultStatus.Unstaffed);
        yield return (
            ConsultAction.Consent,
            CaseAction.RecordPatientConsent,
            (!row.HasConsent && BeforeSession.Contains(row.State)) || row.Marks.HasFlag(CaseMarks.ConsentOwed));
        yield return (ConsultAction.Join, CaseAction.JoinRoom, InRoom.Contains(row.State));
        yield return (
            ConsultAction.ProceedUnrecorded,
            CaseAction.ProceedUnrecorded,
            row.UnrecordedPending && Writing.Append(ConsultStatus.Ready).Contains(row.State));
        yield return (ConsultAction.End, CaseAction.EndSession, Session.Contains(row.State));
        yield return (ConsultAction.Opinion, CaseAction.WriteOpinion, Writing.Contains(row.State));
        yield return (
            ConsultAction.Sign,
            CaseAction.SignOpinion,
            row is { State: ConsultStatus.OpinionPending, HasOpinion: true, UnrecordedPending: false });
        yield return (ConsultAction.Amend, CaseAction.AmendOpinion, Signed.Contains(row.State));
        yield return (ConsultAction.Acknowledge, CaseAction.Acknowledge, row.State == ConsultStatus.OpinionSigned);
        yield return (ConsultAction.Close, CaseAction.Close, row.State == ConsultStatus.Acknowledged);
        yield return (ConsultAction.Transfer, CaseAction.Transfer, Session.Contains(row.State));
        yield return (ConsultAction.Review, CaseAction.Review, row.State == ConsultStatus.Submitted);
        yield return (ConsultAction.Decide, CaseAction.Review, row.State == ConsultStatus.UnderReview);
        yield return (ConsultAction.NoteReview, CaseAction.Review, row.Lane == Lane.Emergency);
        yield return (ConsultAction.Assign, CaseAction.Assign, Unanswered.Contains(row.State));
        yield return (ConsultAction.Reassign, CaseAction.Reassign, Taken.Contains(row.State));
        yield return (
            ConsultAction.Schedule,
            CaseAction.Schedule,
            row.Lane == Lane.Planned && Taken.Concat(Unanswered).Append(ConsultStatus.Draft).Contains(row.State));
        yield return (
            ConsultAction.Arrive,
            CaseAction.Identify,
            row.Lane == Lane.Planned && !row.Marks.HasFlag(CaseMarks.Arrived) && BeforeSession.Contains(row.State));
        yield return (
            ConsultAction.Identify,
            CaseAction.Identify,
            !row.Marks.HasFlag(CaseMarks.Identified) && row.Lane != Lane.Asynchronous
                && BeforeSession.Contains(row.State));
        yield return (ConsultAction.OverrideConsent, CaseAction.OverrideConsent, MayOverride(row));
        yield return (ConsultAction.Invite, CaseAction.Invite, WithExperts.Contains(row.State));
        yield return (
            ConsultAction.AnswerInvitation, CaseAction.AnswerInvitation, WithExperts.Contains(row.State));
        yield return (
            ConsultAction.HandOver, CaseAction.HandOver, row.Experts.Count > 0 && Live.Contains(row.State));
        yield return (ConsultAction.StopWrongPatient, CaseAction.StopWrongPatient, Session.Contains(row.State));
        yield return (ConsultAction.CoSign, CaseAction.CoSign, Signed.Contains(row.State));
        yield return (
            ConsultAction.FollowUp,
            CaseAction.PlanFollowUp,
            Signed.Contains(row.State) && !row.Marks.HasFlag(CaseMarks.FollowedUp));
        yield return (
            ConsultAction.Attach,
            CaseAction.Attach,
            BeforeSession.Concat(Writing).Append(ConsultStatus.OpinionSigned).Append(ConsultStatus.Acknowledged).Contains(row.State));
        var asked = row.Marks.HasFlag(CaseMarks.ReferralOpen);
        yield return (ConsultAction.Refer, CaseAction.Refer, Signed.Contains(row.State) && !asked);
        yield return (ConsultAction.AnswerReferral, CaseAction.AnswerReferral, Signed.Contains(row.State) && asked);
        yield return (ConsultAction.OrderVisit, CaseAction.OrderVisit, Signed.Contains(row.State));
        yield return (ConsultAction.FinishVisit, CaseAction.FinishVisit, Signed.Contains(row.State));
        yield return (ConsultAction.Settle, CaseAction.Settle, Signed.Contains(row.State));
        var signed = row.Marks.HasFlag(CaseMarks.ContractSigned);
        var offered = row.Marks.HasFlag(CaseMarks.ContractOffered);
        yield return (ConsultAction.OfferContract, CaseAction.OfferContract, Signed.Contains(row.State));
        yield return (ConsultAction.AnswerContract, CaseAction.AnswerContract, offered);
        yield return (ConsultAction.EndContract, CaseAction.EndContract, signed);
        yield return (ConsultAction.AnswerAlert, CaseAction.AnswerAlert, row.Marks.HasFlag(CaseMarks.AlertOpen));
        yield return (
            ConsultAction.InviteGuest,
            CaseAction.InviteGuest,
            (row.Lane != Lane.Asynchronous && BeforeSession.Concat(Session).Contains(row.State))
                || (Signed.Contains(row.State) && (signed || offered || row.Marks.HasFlag(CaseMarks.VisitOpen)))
                || (ConsultDecider.TakesCopy(row.State) && row.Marks.HasFlag(CaseMarks.LibraryAgreed)));
        var interpreted = row.Lane != Lane.Asynchronous
            && row.State is not (ConsultStatus.Draft or ConsultStatus.Returned) && BeforeSession.Concat(Session).Contains(row.State);
        yield return (ConsultAction.AskInterpreter, CaseAction.ArrangeInterpreter, interpreted && row.Interpreter is null);
        yield return (ConsultAction.EndInterpreter, CaseAction.ArrangeInterpreter, row.Interpreter is not null);
        yield return (ConsultAction.AnswerInterpreting, CaseAction.Interpret, interpreted && row.Interpreter is null);
        yield return (
            ConsultAction.GiveBackInterpreting, CaseAction.Interpret, interpreted && (access.Relation & Relation.Interpreter) != Relation.None);
        var taught = row.Marks.HasFlag(CaseMarks.Taught);
        yield return (ConsultAction.OpenTeaching, CaseAction.Teach, Live.Contains(row.State) && !taught);
        yield return (ConsultAction.CloseTeaching, CaseAction.Teach, Live.Contains(row.State) && taught);
        var proposed = row.Marks.HasFlag(CaseMarks.CopyProposed);
        var released = row.Marks.HasFlag(CaseMarks.CopyReleased);
        yield return (
            ConsultAction.ProposeCopy,
            CaseAction.ProposeCopy,
            ConsultDecider.TakesCopy(row.State) && row.Marks.HasFlag(CaseMarks.LibraryAgreed) && !proposed && !released);
        yield return (ConsultAction.ReviewCopy, CaseAction.ReviewCopy, proposed);
        yield return (ConsultAction.WithdrawCopy, CaseAction.ProposeCopy, proposed || released);
        yield return (ConsultAction.ShowOpinion, CaseAction.InviteGuest, Signed.Append(ConsultStatus.Archived).Contains(row.State));
        yield return (ConsultAction.KeepOrders, CaseAction.KeepOrders, true);
        yield return (ConsultAction.AnswerPlay, CaseAction.AnswerPlay, row.Marks.HasFlag(CaseMarks.PlayAsked));
        yield return (ConsultAction.Cancel, CaseAction.Cancel, BeforeSession.Contains(row.State));
    }

    private static bool MayOverride(ConsultRow row) =>
        row is { Lane: Lane.Emergency, HasConsent: false }
        && (row.Marks & (CaseMarks.Overridden | CaseMarks.ConsentRefused)) == CaseMarks.None
        && row.State != ConsultStatus.Draft
        && BeforeSession.Contains(row.State);
}
