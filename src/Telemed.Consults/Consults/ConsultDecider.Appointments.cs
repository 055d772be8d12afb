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
        if (c.With is { } pooled && pooled.Specialist != s.Engagement.Lead)
        {
            return Refuse("led-already", "Another specialist leads; who leads gives it back first.");
        }

        if (s.Engagement.Room.Length > 0)
        {
            return Refuse("room-in-use", "Somebody is in the room already.");
        }

        return Misplaced(s, c) ?? Accept(Appointment(c, s.Engagement.Lead));
    }

    /// <summary>A draft that is sent by the booking; who is rung for it never comes into it.</summary>
    private Decision<ConsultEvent> BookFromDraft(ConsultState.Draft s, Schedule c)
    {
        if (c.With is { ReviewFirst: true })
        {
            return Refuse("review-first", "A reviewer reads this request before anything is booked.");
        }

        var sent = SubmitRequest(s, new Submit(c.By, c.Now, Calendar: c.Calendar));
        if (sent is not Decision<ConsultEvent>.Accepted { Facts: var first })
        {
            return sent;
        }

        var booked = Book(s, c);
        return booked is Decision<ConsultEvent>.Accepted { Facts: var then }
            ? new Decision<ConsultEvent>.Accepted([.. first, .. then])
            : booked;
    }

    /// <summary>Nobody leads yet: the specialist of the place does, and whoever is rung is rung no more.</summary>
    private Decision<ConsultEvent> Book(ConsultState.Filed s, Schedule c)
    {
        if (c.With is not { } pooled)
        {
            return Refuse("specialist-missing", "Nobody leads yet: a place is booked with one of the specialists who are free.");
        }

        if (s.File.Offers.Any(one => one.Specialist == pooled.Specialist
            && one.Status is OfferStatus.Declined or OfferStatus.Released))
        {
            return Refuse("declined-before", "This specialist has declined it or given it back.");
        }

        return Misplaced(s, c) ?? new Decision<ConsultEvent>.Accepted(
        [
            .. Withdraw(s, c, except: null),
            new ConsultEvent.LeadBooked(
                c.By, c.Now, pooled.Offer, pooled.Specialist, WholeMilliseconds.Of(c.StartsAt) + times.JoinWithin),
            Appointment(c, pooled.Specialist),
        ]);
    }

    private Decision<ConsultEvent>? Misplaced(ConsultState.Filed s, Schedule c)
    {
        if (s.File.Request.Lane != Lane.Planned)
        {
            return Refuse("not-planned", "Only a planned consult is put off to an appointment.");
        }

        if (c.StartsAt <= c.Now || c.StartsAt > c.Now + Ahead)
        {
            return Refuse("time-out-of-range", "An appointment lies ahead, within 90 days.");
        }

        var online = c.Via == BookingChannel.Online || s.File.FindGuest(c.By) is not null;
        return online && PlaceGrid.IsForWalkIns(c.StartsAt, times.WalkInEvery)
            ? Refuse("place-walk-in", "This place is kept for those who come to the desk.")
            : null;
    }

    private ConsultEvent.SessionScheduled Appointment(Schedule c, PersonId lead)
    {
        var starts = WholeMilliseconds.Of(c.StartsAt);
        var opens = Later(starts - times.OpenBefore, c.Now);
        var remind = starts - times.RemindBefore;
        return new(
            c.By,
            c.Now,
            lead,
            starts,
            opens,
            times.RemindBefore > TimeSpan.Zero && remind > c.Now && remind < opens ? remind : null,
            c.Via,
            c.Resources is { Count: > 0 } some
                ? [.. some.Distinct().OrderBy(one => one.Value, StringComparer.Ordinal)]
                : null,
            ProbesBefore(starts, c.Now));
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
