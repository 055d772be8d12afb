namespace Telemed.Consults.Consults;

/// <summary>
/// How long a request may wait. The instants are fixed when it is sent and stand in that fact: other times in the options
/// move nothing that was sent before. Which of them still count follows from the state alone, so nothing calls one off.
/// Pure.
/// </summary>
public static class Deadlines
{
    /// <summary>The deadlines of a request that is sent now.</summary>
    public static IEnumerable<Deadline> Of(
        ConsultRequest request, DateTimeOffset now, ConsultTimes times, WorkCalendar calendar)
    {
        if (ReplyBy(request, now, times, calendar) is { } reply)
        {
            yield return new(Awaited.Reply, reply);
        }

        if (request.Lane == Lane.Emergency && times.EmergencyDone > TimeSpan.Zero)
        {
            yield return new(Awaited.Opinion, now + times.EmergencyDone);
        }

        if (request.Lane == Lane.Planned && times.PlannedArranged > TimeSpan.Zero)
        {
            yield return new(Awaited.Appointment, now + times.PlannedArranged);
        }

        if (request.Lane == Lane.Planned && times.PlannedHeldDays > 0)
        {
            yield return new(Awaited.Session, calendar.After(now, times.PlannedHeldDays));
        }
    }

    /// <summary>The deadlines that have not passed, of what the state still waits for.</summary>
    public static IEnumerable<Deadline> Open(ConsultState.Filed state) =>
        state.File.Deadlines.Where(one => IsAwaited(state, one.For));

    /// <summary>What the state waits for longer than it should.</summary>
    public static IEnumerable<Awaited> Overdue(ConsultState.Filed state) =>
        state.File.Overdue.Where(one => IsAwaited(state, one));

    private static DateTimeOffset? ReplyBy(
        ConsultRequest request, DateTimeOffset now, ConsultTimes times, WorkCalendar calendar)
    {
        DateTimeOffset? plain = request.Urgency switch
        {
            Urgency.Urgent when times.UrgentReply > TimeSpan.Zero => now + times.UrgentReply,
            Urgency.Ordinary when times.OrdinaryReply > TimeSpan.Zero => now + times.OrdinaryReply,
            _ => null, // The ring's ladder answers for an emergency.
        };
        if (request.Lane != Lane.Asynchronous || times.ReadReply == TimeSpan.Zero)
        {
            return plain;
        }

        // A read waits in service hours alone, unless it is urgent at any hour.
        var served = calendar.After(now, times.ReadReply, times.ServiceHours);
        return request.Urgency == Urgency.Urgent && plain < served ? plain : served;
    }

    private static bool IsAwaited(ConsultState.Filed state, Awaited what)
    {
        if (state is ConsultState.Draft or ConsultState.Returned || !ConsultDecider.IsUnfinished(state))
        {
            return false;
        }

        var held = !ConsultDecider.IsBeforeSession(state);
        return what switch
        {
            Awaited.Reply => !state.File.Offers.Any(one => one.Status is OfferStatus.Accepted or OfferStatus.Released),
            Awaited.Appointment => !held && state is not ConsultState.Engaged { Engagement.StartsAt: not null },
            Awaited.Session => !held,
            _ => true,
        };
    }
}
