namespace Telemed.Consults.Desk;

/// <summary>Which rows a list starts from; the access policy then decides on each. Pure.</summary>
internal static class ListQueries
{
    private static readonly ConsultStatus[] Waiting =
    [
        ConsultStatus.Submitted, ConsultStatus.UnderReview, ConsultStatus.Dispatching, ConsultStatus.Offered,
        ConsultStatus.Unstaffed, ConsultStatus.Accepted, ConsultStatus.Scheduled, ConsultStatus.Ready,
        ConsultStatus.InSession, ConsultStatus.Interrupted, ConsultStatus.OpinionPending,
    ];

    private static readonly ConsultStatus[] Finished =
        [.. Enum.GetValues<ConsultStatus>().Where(one => AccessPolicy.IsFinished(one))];

    private static readonly ConsultStatus[] WithRoom =
        [ConsultStatus.Ready, ConsultStatus.InSession, ConsultStatus.Interrupted];

    internal static ConsultQuery For(StaffMember who, ConsultList list, Network network) => (list, who) switch
    {
        (ConsultList.Queue, _) when who.Is(Role.Dispatcher) =>
            new() { States = Waiting, OrMarked = CaseMarks.AlertEscalated },
        (ConsultList.Queue, _) when who.Is(Role.RecordsOfficer) =>
            new()
            {
                Asked = who.Institution,
                OrLedBy = [.. network.PeopleOf(who.Institution).Select(one => one.Id)], // Who led once may be something else now.
                States = Finished,
            },
        (ConsultList.Queue, _) when who.Is(Role.QualityReviewer) =>
            new() { States = Waiting, OrMarked = CaseMarks.CopyProposed },
        (ConsultList.Queue, _) => new() { Involving = who.Id, States = Waiting },
        _ when who.Is(Role.RequestingDoctor) || who.Is(Role.Nurse) =>
            new() { Involving = who.Id, OrInstitution = who.Institution },
        _ when who.Is(Role.Trainee) => new() { States = WithRoom, Marked = CaseMarks.Taught },
        _ => new() { Involving = who.Id },
    };
}
