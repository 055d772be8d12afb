namespace Telemed.Consults.Desk;

/// <summary>The buttons a viewer has for a consult: what the state takes next and the policy allows. Pure.</summary>
internal static class ConsultActions
{
    private static readonly ConsultStatus[] BeforeSession =
    [
        ConsultStatus.Draft, ConsultStatus.Submitted, ConsultStatus.UnderReview, ConsultStatus.Returned,
        ConsultStatus.Dispatching, ConsultStatus.Offered, ConsultStatus.Unstaffed, ConsultStatus.Accepted,
        ConsultStatus.Ready,
    ];

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
            !row.HasConsent && BeforeSession.Contains(row.State));
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
        yield return (ConsultAction.Cancel, CaseAction.Cancel, BeforeSession.Contains(row.State));
    }
}
