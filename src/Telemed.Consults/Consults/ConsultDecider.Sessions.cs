using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>Who is in the room, when the session begins, breaks off and ends.</summary>
public sealed partial class ConsultDecider
{
    private Decision<ConsultEvent> Enter(ConsultState.Engaged s, EnterRoom c)
    {
        if (!s.File.IsCleared)
        {
            return NotCleared(s);
        }

        if (Misplaced(s, c.By, c.Side) is { } misplaced)
        {
            return misplaced;
        }

        if (s.Engagement.IsPresent(c.By))
        {
            return Accept();
        }

        var entered = new ConsultEvent.RoomEntered(c.By, c.Now, c.By, c.Side);
        var after = s.Engagement with { Room = s.Engagement.Room.Add(new(c.By, c.Side)) };
        if (!after.BothSidesPresent)
        {
            return Accept(entered);
        }

        // A recording that is missing keeps a session from beginning; one that has begun is never held back by it.
        return s switch
        {
            ConsultState.Ready when !after.UnrecordedPending => Accept(entered, Begin(c)),
            ConsultState.Interrupted => Accept(entered, new ConsultEvent.SessionResumed(c.By, c.Now)),
            _ => Accept(entered),
        };
    }

    /// <summary>The refusal of somebody who does not stand on this side of the case, or <c>null</c>.</summary>
    private static Decision<ConsultEvent>? Misplaced(ConsultState.Engaged s, PersonId by, RoomSide side)
    {
        if (side == RoomSide.Specialist != (by == s.Engagement.Lead))
        {
            return Refuse("not-yours", "Only the lead specialist stands on the consulted side.");
        }

        if (side == RoomSide.Expert && s.Engagement.FindExpert(by) is not { TakesPart: true })
        {
            return Refuse("not-yours", "Only an expert who has accepted stands beside the lead.");
        }

        if (side is RoomSide.Patient or RoomSide.Proxy && s.File.FindGuest(by) is not { TakesPart: true })
        {
            return Refuse("not-yours", "Only who came by a link stands beside the patient.");
        }

        if (side == RoomSide.Interpreter && !s.File.IsInterpreter(by))
        {
            return Refuse("not-yours", "Only the interpreter who was found interprets.");
        }

        return null;
    }

    private Decision<ConsultEvent> Leave(ConsultState.Engaged s, LeaveRoom c)
    {
        if (!s.Engagement.IsPresent(c.Person))
        {
            return Accept();
        }

        var left = new ConsultEvent.RoomLeft(c.By, c.Now, c.Person, c.Cause, SideOf(s, c.Person));
        var after = s.Engagement with { Room = s.Engagement.Room.RemoveAll(one => one.Person == c.Person) };
        return s is ConsultState.InSession && !after.BothSidesPresent
            ? Accept(left, new ConsultEvent.SessionInterrupted(
                c.By, c.Now, c.Now + times.KeepInterrupted, c.Now + times.OfferBridge))
            : Accept(left);
    }

    private ConsultEvent.SessionStarted Begin(ConsultCommand c) =>
        new(c.By, c.Now, times.SessionLimit > TimeSpan.Zero ? c.Now + times.SessionLimit : null);

    private static Decision<ConsultEvent> TellLength(ConsultState.Engaged s, FireClock c) =>
        IsDue(s, c) ? Accept(new ConsultEvent.SessionRanLong(c.By, c.Now)) : StaleClock();

    private static Decision<ConsultEvent> OfferTelephone(ConsultState.Interrupted s, FireClock c) =>
        IsDue(s, c) ? Accept(new ConsultEvent.PhoneBridgeOffered(c.By, c.Now)) : StaleClock();

    private Decision<ConsultEvent> EndSession(ConsultState.Engaged s, ConsultCommand c, SessionEndCause cause) =>
        new Decision<ConsultEvent>.Accepted([.. SessionEnd(s, c, cause)]);

    private IEnumerable<ConsultEvent> SessionEnd(ConsultState.Engaged s, ConsultCommand c, SessionEndCause cause)
    {
        var within = s.File.Request.Lane == Lane.Emergency ? times.EmergencyOpinion : times.Opinion;
        yield return new ConsultEvent.SessionEnded(c.By, c.Now, s.Engagement.Lead, cause, [.. s.Engagement.ExpertsPresent]);
        yield return new ConsultEvent.OpinionRequested(c.By, c.Now, c.Now + within);
    }

    private Decision<ConsultEvent> EndInterrupted(ConsultState.Interrupted s, FireClock c) =>
        IsDue(s, c) ? EndSession(s, c, SessionEndCause.Interruption) : StaleClock();

    private static Decision<ConsultEvent> TransferPatient(ConsultState.Engaged s, Transfer c) =>
        string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(new ConsultEvent.ConsultTransferred(c.By, c.Now, s.Engagement.Lead, c.Reason, [.. s.Engagement.ExpertsPresent]));

    /// <summary>Everybody leaves at once, and the case waits for its own patient (F11).</summary>
    private Decision<ConsultEvent> WrongPatient(ConsultState.Engaged s, StopWrongPatient c)
    {
        var left = s.Engagement.Room.Select(one => (ConsultEvent)new ConsultEvent.RoomLeft(
            c.By, c.Now, one.Person, LeaveCause.Left, one.Side));
        return new Decision<ConsultEvent>.Accepted(
        [
            .. left,
            new ConsultEvent.WrongPatientStopped(
                c.By, c.Now, s.Engagement.Recording, c.Now + times.JoinWithin, Text(c.Reason)),
        ]);
    }

    private static RoomSide? SideOf(ConsultState.Engaged s, PersonId person) =>
        s.Engagement.Room.FirstOrDefault(one => one.Person == person)?.Side;

    private static Decision<ConsultEvent> LinkRecording(ConsultState.Engaged s, OpenRecording c) =>
        s.File.LatestConsent(ConsentItem.Recording, ConsentSubject.Patient) is { Granted: false }
            ? Refuse("consent-refused", "The patient does not agree to be recorded.")
            : Accept(new ConsultEvent.RecordingOpened(c.By, c.Now, c.Recording));

    private static Decision<ConsultEvent> Unrecorded(ConsultState.Engaged s, ReportUnrecorded c) =>
        s.Engagement.UnrecordedPending
            ? Accept()
            : Accept(new ConsultEvent.RecordingUnavailable(c.By, c.Now, c.Cause));

    private Decision<ConsultEvent> Proceed(ConsultState.Engaged s, ProceedUnrecorded c)
    {
        if (c.By != s.Engagement.Lead)
        {
            return Refuse("not-yours", "Only the lead specialist decides to go on without a recording.");
        }

        if (!s.Engagement.UnrecordedPending)
        {
            return Refuse("recording-available", "No recording has failed.");
        }

        if (string.IsNullOrWhiteSpace(c.Reason))
        {
            return ReasonMissing();
        }

        var fact = new ConsultEvent.ProceededUnrecorded(c.By, c.Now, c.Reason);
        return s switch
        {
            ConsultState.Ready when s.Engagement.BothSidesPresent =>
                Accept(fact, Begin(c)),
            ConsultState.Interrupted when s.Engagement.BothSidesPresent =>
                Accept(fact, new ConsultEvent.SessionResumed(c.By, c.Now)),
            _ => Accept(fact),
        };
    }
}
