using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Recordings.RecordingEvent>;
using static Telemed.Consults.Recordings.RecordingCommand;
using static Telemed.Consults.Recordings.RecordingEvent;

namespace Telemed.Consults.Recordings;

/// <summary>
/// The life of one recording.
/// <code>
/// Off → AwaitingConsent → On ⇄ Paused      On, Paused → Failed → On (next epoch)
/// AwaitingConsent → Off (nobody agrees)    On, Paused, Failed → Finalizing → Sealed | Failed
/// Sealed ⇄ OnHold, Sealed → Destroyed      each by two people, destroying not before the retention's end
/// </code>
/// </summary>
public static class RecordingDecider
{
    /// <summary>
    /// The facts that follow from a command in a state, or a readable refusal. Callable from any thread.
    /// </summary>
    public static Decision<RecordingEvent> Decide(RecordingLife state, RecordingCommand command) =>
        (state.Status, command) switch
        {
            (RecordingStatus.Off, Request c) when !state.Exists => Begin(c),
            (_, Enter c) when state.IsOpen => Gate(
                state, new RecordingParticipantEntered(c.By, c.Now, c.Person, c.Earlier)),
            (_, Leave c) when state.IsOpen => Gate(state, new RecordingParticipantLeft(c.By, c.Now, c.Person)),
            (_, Answer c) when state.IsOpen => Gate(state, new RecordingAnswered(c.By, c.Now, c.Person, c.Granted)),
            (_, PatientAnswer c) when state.IsOpen => Gate(state, new PatientAnsweredRecording(c.By, c.Now, c.Granted)),
            (_, Enter or Leave or Answer or PatientAnswer) => Accept(),
            (RecordingStatus.On, Pause c) => Accept(Paused(state, c, "asked")),
            (RecordingStatus.Paused, Resume c) => state.AnybodyAgrees
                ? Accept(new RecordingResumed(c.By, c.Now))
                : Refuse("consent-missing", "Nobody in the room agrees to be recorded."),
            (RecordingStatus.On or RecordingStatus.Paused, Mark c) => Accept(new RecordingMarked(
                c.By, c.Now, new(state.RecordedMsAt(c.Now), string.IsNullOrWhiteSpace(c.Label) ? null : c.Label))),
            (RecordingStatus.AwaitingConsent, Stop c) => Accept(new RecordingDropped(c.By, c.Now, "stopped")),
            (RecordingStatus.On or RecordingStatus.Paused or RecordingStatus.Failed, Stop c) =>
                Accept(new RecordingStopped(c.By, c.Now, state.RecordedMsAt(c.Now))),
            (_, Stop) when state.Exists => Accept(),
            (RecordingStatus.On or RecordingStatus.Paused or RecordingStatus.Failed or RecordingStatus.AwaitingConsent
                or RecordingStatus.Finalizing, Lease c) => c.Before is { } before && before != state.Epoch
                ? Refuse("lease-lost", "Another node took the recording over.")
                : Accept(new RecordingLeased(c.By, c.Now, c.Node, state.Epoch + 1, c.Until)),
            (RecordingStatus.On or RecordingStatus.Paused, Hold c) => c.Node == state.Node && c.Epoch == state.Epoch
                ? Accept(new RecordingLeaseKept(c.By, c.Now, c.Until))
                : Refuse("lease-lost", "Another epoch of the recording has begun."),
            (RecordingStatus.On or RecordingStatus.Paused or RecordingStatus.Finalizing, Fail { Before: { } before }) when before != state.Epoch =>
                Refuse("lease-lost", "Another node took the recording over."),
            (RecordingStatus.On or RecordingStatus.Paused or RecordingStatus.Finalizing, Fail c) =>
                Accept(new RecordingFailed(c.By, c.Now, state.RecordedMsAt(c.Now), c.Cause)),
            (RecordingStatus.AwaitingConsent, Fail c) => Accept(new RecordingDropped(c.By, c.Now, c.Cause)),
            (RecordingStatus.Finalizing or RecordingStatus.Failed, Seal { Before: { } before }) when before != state.Epoch =>
                Refuse("lease-lost", "Another node took the recording over."),
            (RecordingStatus.Finalizing or RecordingStatus.Failed, Seal c) =>
                Accept(new RecordingSealed(c.By, c.Now, c.RecordedMs, c.SizeBytes)),
            (_, Ask c) when Fits(state.Status, c.Step) => AskFor(state, c),
            (_, Confirm c) when Fits(state.Status, c.Step) => ConfirmIt(state, c),
            (_, TakeBack c) when state.Pending is not null => Accept(new RecordingStepTakenBack(c.By, c.Now)),
            (RecordingStatus.Sealed or RecordingStatus.OnHold, RecordingCommand.File c) => FileAs(state, c),
            _ when !state.Exists => Refuse("not-found", "There is no such recording."),
            _ => Refuse("not-in-state", $"A recording that is {state.Status} takes no {command.GetType().Name}."),
        };

    /// <summary>The state after a fact.</summary>
    public static RecordingLife Evolve(RecordingLife state, RecordingEvent fact) => fact switch
    {
        RecordingRequested e => RecordingLife.Unknown with
        {
            Id = e.Id,
            Consult = e.Consult,
            Status = RecordingStatus.AwaitingConsent,
            Since = e.At,
            RequestedAt = e.At,
            Participants = [.. e.Participants],
            PatientAnswer = e.PatientAnswer,
        },
        RecordingParticipantEntered e => With(
            state, e.Person, one => one with { Present = true, Answer = e.Answer ?? one.Answer }),
        RecordingParticipantLeft e => With(state, e.Person, one => one with { Present = false }),
        RecordingAnswered e => With(state, e.Person, one => one with { Answer = e.Granted }),
        PatientAnsweredRecording e => state with { PatientAnswer = e.Granted },
        RecordingStarted e => state with
        {
            Status = RecordingStatus.On,
            Since = e.At,
            StartedAt = state.StartedAt ?? e.At,
        },
        RecordingPaused e => Still(state, RecordingStatus.Paused, e.At, e.RecordedMs) with { PausedBy = e.By },
        RecordingResumed e => state with { Status = RecordingStatus.On, Since = e.At },
        RecordingMarked e => state with { Marks = state.Marks.Add(e.Mark) },
        RecordingLeased e => Leased(state, e),
        RecordingFailed e => Still(state, RecordingStatus.Failed, e.At, e.RecordedMs) with
        {
            FailureCause = e.Cause,
            BeforeFailure = state.Status,
        },
        RecordingStopped e => Still(state, RecordingStatus.Finalizing, e.At, e.RecordedMs),
        RecordingDropped e => state with { Status = RecordingStatus.Off, Since = e.At },
        RecordingSealed e => Still(state, RecordingStatus.Sealed, e.At, e.RecordedMs) with
        {
            SizeBytes = e.SizeBytes,
            SealedAt = state.SealedAt ?? e.At,
        },
        RecordingLeaseKept e => state with { LeasedUntil = e.Until },
        RecordingStepAsked e => state with { Pending = new(e.Step, e.By, e.At, e.Reason) },
        RecordingStepTakenBack => state with { Pending = null },
        RecordingHeld e => state with { Status = RecordingStatus.OnHold, Since = e.At, Pending = null },
        RecordingReleased e => state with { Status = RecordingStatus.Sealed, Since = e.At, Pending = null },
        RecordingFiled e => state with { Class = e.Class },
        RecordingDestroyed e => state with
        {
            Status = RecordingStatus.Destroyed,
            Since = e.At,
            DestroyedBy = new(e.AskedBy, e.By, state.Pending?.Reason ?? ""),
            Pending = null,
        },
        _ => throw new InvalidOperationException($"{fact.GetType().Name} is no fact of a recording."),
    };

    /// <summary>The state after a whole history.</summary>
    public static RecordingLife Fold(IEnumerable<RecordingEvent> facts) =>
        facts.Aggregate(RecordingLife.Unknown, Evolve);

    private static bool Fits(RecordingStatus status, TwoPersonStep step) => step switch
    {
        TwoPersonStep.Release => status == RecordingStatus.OnHold,
        _ => status == RecordingStatus.Sealed,
    };

    private static Decision<RecordingEvent> AskFor(RecordingLife state, Ask c)
    {
        if (state.Pending is not null)
        {
            return Refuse("step-pending", "Another step waits for its second person.");
        }

        if (string.IsNullOrWhiteSpace(c.Reason))
        {
            return Refuse("reason-missing", "A reason is needed.");
        }

        return TooEarly(c.Step, c.Now, c.KeptUntil)
            ?? Accept(new RecordingStepAsked(c.By, c.Now, c.Step, c.Reason.Trim()));
    }

    private static Decision<RecordingEvent> ConfirmIt(RecordingLife state, Confirm c)
    {
        if (state.Pending is not { } pending || pending.Step != c.Step)
        {
            return Refuse("nothing-pending", "Nobody has asked for this.");
        }

        if (pending.By == c.By)
        {
            return Refuse("second-person", "Somebody else has to confirm it.");
        }

        return TooEarly(c.Step, c.Now, c.KeptUntil) ?? Accept((RecordingEvent)(c.Step switch
        {
            TwoPersonStep.Hold => new RecordingHeld(c.By, c.Now, pending.By),
            TwoPersonStep.Release => new RecordingReleased(c.By, c.Now, pending.By),
            _ => new RecordingDestroyed(c.By, c.Now, pending.By),
        }));
    }

    private static Decision<RecordingEvent>? TooEarly(TwoPersonStep step, DateTimeOffset now, DateTimeOffset keptUntil) =>
        step == TwoPersonStep.Destroy && now < keptUntil
            ? Refuse("retention", "The recording's retention is not over.")
            : null;

    private static Decision<RecordingEvent> FileAs(RecordingLife state, RecordingCommand.File c) =>
        c.Class == state.Class ? Accept()
        : c.Class > state.Class ? Accept(new RecordingFiled(c.By, c.Now, c.Class))
        : Refuse("retention", "A recording is never kept for less than was promised.");

    private static Decision<RecordingEvent> Begin(Request c) => Gate(
        RecordingLife.Unknown, new RecordingRequested(c.By, c.Now, c.Id, c.Consult, c.Participants, c.PatientSaid));

    /// <summary>
    /// After whoever came, went or answered: starts when all have answered, pauses when nobody agrees.
    /// </summary>
    private static Decision<RecordingEvent> Gate(RecordingLife state, RecordingEvent fact)
    {
        var after = Evolve(state, fact);
        if (after.Equals(state))
        {
            return Accept();
        }

        return after.Status switch
        {
            RecordingStatus.AwaitingConsent when after.PatientAnswer == false =>
                Accept(fact, new RecordingDropped(fact.By, fact.At, "consent")),
            RecordingStatus.AwaitingConsent when after.PatientAnswer is null || after.WaitingFor.Any() => Accept(fact),
            RecordingStatus.AwaitingConsent when after.AnybodyAgrees =>
                Accept(fact, new RecordingStarted(fact.By, fact.At)),
            RecordingStatus.AwaitingConsent when after.Participants.Any(one => one.Present) =>
                Accept(fact, new RecordingDropped(fact.By, fact.At, "consent")),
            RecordingStatus.On when fact is not RecordingParticipantLeft && !after.AnybodyAgrees =>
                Accept(fact, new RecordingPaused(fact.By, fact.At, after.RecordedMsAt(fact.At), "consent")),
            _ => Accept(fact),
        };
    }

    private static RecordingPaused Paused(RecordingLife state, RecordingCommand c, string cause) =>
        new(c.By, c.Now, state.RecordedMsAt(c.Now), cause);

    private static RecordingLife Still(RecordingLife state, RecordingStatus status, DateTimeOffset at, long recorded) =>
        state with { Status = status, Since = at, RecordedBefore = recorded };

    private static RecordingLife Leased(RecordingLife state, RecordingLeased e)
    {
        var leased = state with { Node = e.Node, Epoch = e.Epoch, LeasedUntil = e.Until };
        return state.Status == RecordingStatus.Failed
            ? leased with { Status = state.BeforeFailure, Since = e.At, FailureCause = null }
            : leased;
    }

    private static RecordingLife With(
        RecordingLife state, PersonId person, Func<RecordingParticipant, RecordingParticipant> change)
    {
        var known = state.Participants.FirstOrDefault(one => one.Person == person);
        var changed = change(known ?? new(person, true, null));
        if (changed == known)
        {
            return state;
        }

        return state with
        {
            Participants = known is null
                ? state.Participants.Add(changed)
                : state.Participants.Replace(known, changed),
        };
    }
}
