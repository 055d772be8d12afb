using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>A planned consult that is put off to a time.</summary>
public sealed partial class ConsultDecider
{
    /// <summary>How far ahead an appointment may lie.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromDays(90);

    private Decision<ConsultEvent> Put(ConsultState.Engaged s, Schedule c)
    {
        if (s.File.Request.Lane != Lane.Planned)
        {
            return Refuse("not-planned", "Only a planned consult is put off to an appointment.");
        }

        if (c.StartsAt <= c.Now || c.StartsAt > c.Now + Ahead)
        {
            return Refuse("time-out-of-range", "An appointment lies ahead, within 90 days.");
        }

        if (s.Engagement.Room.Length > 0)
        {
            return Refuse("room-in-use", "Somebody is in the room already.");
        }

        if (c.Via == BookingChannel.Online && PlaceGrid.IsForWalkIns(c.StartsAt, times.WalkInEvery))
        {
            return Refuse("place-walk-in", "This place is kept for those who come to the desk.");
        }

        var starts = WholeMilliseconds.Of(c.StartsAt);
        var opens = Later(starts - times.OpenBefore, c.Now);
        var remind = starts - times.RemindBefore;
        return Accept(new ConsultEvent.SessionScheduled(
            c.By,
            c.Now,
            s.Engagement.Lead,
            starts,
            opens,
            times.RemindBefore > TimeSpan.Zero && remind > c.Now && remind < opens ? remind : null,
            c.Via));
    }

    private Decision<ConsultEvent> FollowAppointment(ConsultState.Scheduled s, FireClock c)
    {
        if (!IsDue(s, c))
        {
            return StaleClock();
        }

        if (s.RemindAt is not null && c.Now < s.OpensAt)
        {
            return Accept(new ConsultEvent.SessionReminded(c.By, c.Now));
        }

        var opened = new ConsultEvent.AppointmentOpened(c.By, c.Now, s.StartsAt + times.JoinWithin);
        return s.File.IsCleared ? Accept(opened, new ConsultEvent.BecameReady(c.By, c.Now)) : Accept(opened);
    }

    private static Decision<ConsultEvent> Lapse(ConsultState.Engaged s, FireClock c) =>
        IsDue(s, c)
            ? Accept(new ConsultEvent.ConsultLapsed(
                c.By, c.Now, s.Engagement.Lead, [.. s.Engagement.Room.Select(one => one.Side).Distinct().Order()]))
            : StaleClock();

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
