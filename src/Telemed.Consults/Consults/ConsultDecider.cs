using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>
/// What may happen to a consult. Pure: ids and time arrive on the command, the facts go out, nothing else is touched.
/// Who may send a command at all is <see cref="AccessPolicy"/>'s matter; here stand the rules of the case itself.
/// </summary>
/// <param name="times">The network's clocks.</param>
public sealed class ConsultDecider(ConsultTimes times)
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
        (ConsultState.UnderReview s, Approve c) => Accept(Dispatch(s, c)),
        (ConsultState.UnderReview, Return c) => ReturnRequest(c),
        (ConsultState.UnderReview, Reject c) => RejectRequest(c),
        (ConsultState.Dispatching s, MakeOffers c) => Ring(s, c),
        (ConsultState.Dispatching, GiveUp c) => Accept(new ConsultEvent.StaffingFailed(c.By, c.Now, c.PhoneInstead)),
        (ConsultState.Unstaffed s, Redispatch c) => Accept(Dispatch(s, c, s.File.Round + 1)),
        (ConsultState.Offered s, ConsultCommand.Accept c) => Take(s, c),
        (ConsultState.Offered s, Decline c) => DeclineOffer(s, c),
        (ConsultState.Offered s, FireClock c) => ExpireRings(s, c),
        (ConsultState.Accepted s, FireClock c) => Lapse(s, c),
        (ConsultState.Ready s, FireClock c) => Lapse(s, c),
        (ConsultState.Ready s, EnterRoom c) => Enter(s, c),
        (ConsultState.InSession s, EnterRoom c) => Enter(s, c),
        (ConsultState.Interrupted s, EnterRoom c) => Enter(s, c),
        (ConsultState.Accepted, EnterRoom) => ConsentMissing(),
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
        (ConsultState.OpinionSigned or ConsultState.Acknowledged or ConsultState.Closed, SaveOpinion) => Immutable(),
        (ConsultState.OpinionSigned or ConsultState.Acknowledged or ConsultState.Closed, ConsultCommand.Sign) =>
            Immutable(),
        (ConsultState.OpinionSigned, Acknowledge c) =>
            Accept(new ConsultEvent.OpinionAcknowledged(c.By, c.Now, c.Adopted, Text(c.Note))),
        (ConsultState.Acknowledged, Close c) => Accept(new ConsultEvent.ConsultClosed(c.By, c.Now)),
        (ConsultState.Filed s, Cancel c) when IsBeforeSession(s) => CancelConsult(s, c),
        (ConsultState.InSession s, Transfer c) => TransferPatient(s, c),
        (ConsultState.Interrupted s, Transfer c) => TransferPatient(s, c),
        (ConsultState.Filed s, RecordConsent c) when IsUnfinished(s) => Consent(s, c),
        (ConsultState.InSession s, OpenRecording c) => LinkRecording(s, c),
        (ConsultState.Interrupted s, OpenRecording c) => LinkRecording(s, c),
        (ConsultState.Ready s, ReportUnrecorded c) => Unrecorded(s, c),
        (ConsultState.InSession s, ReportUnrecorded c) => Unrecorded(s, c),
        (ConsultState.Interrupted s, ReportUnrecorded c) => Unrecorded(s, c),
        (ConsultState.Engaged s, ProceedUnrecorded c) when IsUnfinished(s) => Proceed(s, c),
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

    private static Decision<ConsultEvent> SaveRequest(SaveDraft c) =>
        Accept(new ConsultEvent.DraftSaved(c.By, c.Now, c.Id, c.Institution, c.Request));

    private static Decision<ConsultEvent> SubmitRequest(ConsultState.Draft s, Submit c)
    {
        if (string.IsNullOrWhiteSpace(s.File.Request.Text?.Summary))
        {
            return Refuse("summary-missing", "A request says what is asked.");
        }

        var review = c.Review && s.File.Request.Lane != Lane.Emergency;
        var submitted = new ConsultEvent.RequestSubmitted(c.By, c.Now, review);
        return review ? Accept(submitted) : Accept(submitted, Dispatch(s, c));
    }

    private static Decision<ConsultEvent> ReturnRequest(Return c) =>
        string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(new ConsultEvent.RequestReturned(c.By, c.Now, c.Reason));

    private static Decision<ConsultEvent> RejectRequest(Reject c) =>
        string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(new ConsultEvent.RequestRejected(c.By, c.Now, c.Reason));

    private static Decision<ConsultEvent> Ring(ConsultState.Dispatching s, MakeOffers c)
    {
        if (c.Offers.Count == 0 || c.Until <= c.Now)
        {
            return Refuse("offer-empty", "An offer rings at least one specialist for some time.");
        }

        var until = WholeMilliseconds.Of(c.Until);
        return new Decision<ConsultEvent>.Accepted([.. c.Offers.Select(offer => new ConsultEvent.OfferMade(
            c.By, c.Now, offer.Id, offer.Specialist, s.File.Round, c.Hop, offer.Reason, until))]);
    }

    private Decision<ConsultEvent> Take(ConsultState.Offered s, ConsultCommand.Accept c)
    {
        if (Mine(s, c, c.Offer, out var offer) is { } refused)
        {
            return refused;
        }

        var facts = new List<ConsultEvent>
        {
            new ConsultEvent.OfferAccepted(c.By, c.Now, offer!.Id, offer.Specialist, c.Now + times.JoinWithin),
        };
        facts.AddRange(Withdraw(s, c, except: offer.Id));
        if (s.File.HasPatientConsent)
        {
            facts.Add(new ConsultEvent.BecameReady(c.By, c.Now));
        }

        return new Decision<ConsultEvent>.Accepted(facts);
    }

    private static Decision<ConsultEvent> DeclineOffer(ConsultState.Offered s, Decline c)
    {
        if (Mine(s, c, c.Offer, out var offer) is { } refused)
        {
            return refused;
        }

        if (string.IsNullOrWhiteSpace(c.Reason))
        {
            return ReasonMissing();
        }

        var declined = new ConsultEvent.OfferDeclined(c.By, c.Now, offer!.Id, offer.Specialist, c.Reason);
        return s.File.OpenOffers.Any(other => other.Id != offer.Id)
            ? Accept(declined)
            : Accept(declined, new ConsultEvent.DispatchStarted(c.By, c.Now, s.File.Round));
    }

    private static Decision<ConsultEvent>? Mine(ConsultState.Offered s, ConsultCommand c, OfferId id, out Offer? offer)
    {
        offer = s.File.FindOffer(id);
        return offer switch
        {
            null => Refuse("no-such-offer", "The consult has no such offer."),
            _ when offer.Specialist != c.By => Refuse("not-yours", "The offer rings somebody else."),
            { IsOpen: false } => Refuse("offer-not-open", $"The offer is {offer.Status} already."),
            _ => null,
        };
    }

    private static Decision<ConsultEvent> ExpireRings(ConsultState.Offered s, FireClock c)
    {
        if (!IsDue(s, c))
        {
            return StaleClock();
        }

        var over = s.File.OpenOffers.Where(offer => offer.Until <= c.Now).ToList();
        var facts = over.ConvertAll<ConsultEvent>(offer =>
            new ConsultEvent.OfferExpired(c.By, c.Now, offer.Id, offer.Specialist));
        if (over.Count == s.File.OpenOffers.Count())
        {
            facts.Add(new ConsultEvent.DispatchStarted(c.By, c.Now, s.File.Round));
        }

        return new Decision<ConsultEvent>.Accepted(facts);
    }

    private static Decision<ConsultEvent> Lapse(ConsultState.Engaged s, FireClock c) =>
        IsDue(s, c) ? Accept(new ConsultEvent.ConsultLapsed(c.By, c.Now, s.Engagement.Lead)) : StaleClock();

    private static Decision<ConsultEvent> Enter(ConsultState.Engaged s, EnterRoom c)
    {
        if (!s.File.HasPatientConsent)
        {
            return ConsentMissing();
        }

        if (c.Side == RoomSide.Specialist != (c.By == s.Engagement.Lead))
        {
            return Refuse("not-yours", "Only the lead specialist stands on the consulted side.");
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
            ConsultState.Ready when !after.UnrecordedPending => Accept(entered, new ConsultEvent.SessionStarted(c.By, c.Now)),
            ConsultState.Interrupted => Accept(entered, new ConsultEvent.SessionResumed(c.By, c.Now)),
            _ => Accept(entered),
        };
    }

    private Decision<ConsultEvent> Leave(ConsultState.Engaged s, LeaveRoom c)
    {
        if (!s.Engagement.IsPresent(c.Person))
        {
            return Accept();
        }

        var left = new ConsultEvent.RoomLeft(c.By, c.Now, c.Person, c.Cause);
        var after = s.Engagement with { Room = s.Engagement.Room.RemoveAll(one => one.Person == c.Person) };
        return s is ConsultState.InSession && !after.BothSidesPresent
            ? Accept(left, new ConsultEvent.SessionInterrupted(c.By, c.Now, c.Now + times.KeepInterrupted))
            : Accept(left);
    }

    private Decision<ConsultEvent> EndSession(ConsultState.Engaged s, ConsultCommand c, SessionEndCause cause) =>
        new Decision<ConsultEvent>.Accepted([.. SessionEnd(s, c, cause)]);

    private IEnumerable<ConsultEvent> SessionEnd(ConsultState.Engaged s, ConsultCommand c, SessionEndCause cause)
    {
        var within = s.File.Request.Lane == Lane.Emergency ? times.EmergencyOpinion : times.Opinion;
        yield return new ConsultEvent.SessionEnded(c.By, c.Now, s.Engagement.Lead, cause);
        yield return new ConsultEvent.OpinionRequested(c.By, c.Now, c.Now + within);
    }

    private Decision<ConsultEvent> EndInterrupted(ConsultState.Interrupted s, FireClock c) =>
        IsDue(s, c) ? EndSession(s, c, SessionEndCause.Interruption) : StaleClock();

    private static Decision<ConsultEvent> DraftOpinion(ConsultState.Engaged s, SaveOpinion c) =>
        c.By == s.Engagement.Lead
            ? Accept(new ConsultEvent.OpinionDrafted(c.By, c.Now, c.Text))
            : Refuse("not-yours", "Only the lead specialist writes the opinion.");

    private static Decision<ConsultEvent> SignOpinion(ConsultState.OpinionPending s, ConsultCommand.Sign c)
    {
        if (c.By != s.Engagement.Lead)
        {
            return Refuse("not-yours", "Only the lead specialist signs the opinion.");
        }

        if (s.Engagement.UnrecordedPending)
        {
            return Refuse("proceed-unrecorded-missing", "The missing recording needs the specialist's reason first.");
        }

        return s.Engagement.Opinion?.Text is { } text && !string.IsNullOrWhiteSpace(text.Findings + text.Advice)
            ? Accept(new ConsultEvent.OpinionSigned(c.By, c.Now, c.By))
            : Refuse("opinion-missing", "There is nothing to sign yet.");
    }

    private Decision<ConsultEvent> Remind(ConsultState.OpinionPending s, FireClock c)
    {
        if (!IsDue(s, c))
        {
            return StaleClock();
        }

        return s.Engagement.Reminders < times.Reminders
            ? Accept(new ConsultEvent.OpinionReminded(
                c.By, c.Now, s.Engagement.Reminders + 1, c.Now + times.RemindEvery))
            : Accept(new ConsultEvent.OpinionEscalated(c.By, c.Now));
    }

    private static Decision<ConsultEvent> AmendOpinion(ConsultState.Engaged s, Amend c)
    {
        if (c.By != s.Engagement.Lead)
        {
            return Refuse("not-yours", "Only the author adds to the opinion.");
        }

        return string.IsNullOrWhiteSpace(c.Text)
            ? Refuse("opinion-missing", "An addendum says something.")
            : Accept(new ConsultEvent.OpinionAmended(c.By, c.Now, c.Text));
    }

    private static Decision<ConsultEvent> CancelConsult(ConsultState.Filed s, Cancel c)
    {
        if (s is not ConsultState.Draft && string.IsNullOrWhiteSpace(c.Reason))
        {
            return ReasonMissing();
        }

        var lead = (s as ConsultState.Engaged)?.Engagement.Lead;
        return new Decision<ConsultEvent>.Accepted(
            [.. Withdraw(s, c, null), new ConsultEvent.ConsultCancelled(c.By, c.Now, lead, Text(c.Reason))]);
    }

    private static Decision<ConsultEvent> TransferPatient(ConsultState.Engaged s, Transfer c) =>
        string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(new ConsultEvent.ConsultTransferred(c.By, c.Now, s.Engagement.Lead, c.Reason));

    private Decision<ConsultEvent> Consent(ConsultState.Filed s, RecordConsent c)
    {
        var fact = new ConsultEvent.ConsentRecorded(c.By, c.Now, c.Consent);
        if (c.Consent is not { Item: ConsentItem.Consult, Subject: ConsentSubject.Patient })
        {
            return Accept(fact);
        }

        return (s, c.Consent.Granted) switch
        {
            (ConsultState.Accepted, true) => Accept(fact, new ConsultEvent.BecameReady(c.By, c.Now)),
            (ConsultState.Ready, false) => Accept(fact, new ConsultEvent.ReadinessLost(c.By, c.Now)),
            (ConsultState.InSession or ConsultState.Interrupted, false) => new Decision<ConsultEvent>.Accepted(
                [fact, .. SessionEnd((ConsultState.Engaged)s, c, SessionEndCause.ConsentWithdrawn)]),
            _ => Accept(fact),
        };
    }

    private static Decision<ConsultEvent> LinkRecording(ConsultState.Engaged s, OpenRecording c) =>
        s.File.LatestConsent(ConsentItem.Recording, ConsentSubject.Patient) is { Granted: false }
            ? Refuse("consent-refused", "The patient does not agree to be recorded.")
            : Accept(new ConsultEvent.RecordingOpened(c.By, c.Now, c.Recording));

    private static Decision<ConsultEvent> Unrecorded(ConsultState.Engaged s, ReportUnrecorded c) =>
        s.Engagement.UnrecordedPending
            ? Accept()
            : Accept(new ConsultEvent.RecordingUnavailable(c.By, c.Now, c.Cause));

    private static Decision<ConsultEvent> Proceed(ConsultState.Engaged s, ProceedUnrecorded c)
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
                Accept(fact, new ConsultEvent.SessionStarted(c.By, c.Now)),
            ConsultState.Interrupted when s.Engagement.BothSidesPresent =>
                Accept(fact, new ConsultEvent.SessionResumed(c.By, c.Now)),
            _ => Accept(fact),
        };
    }

    private static ConsultEvent.DispatchStarted Dispatch(ConsultState.Filed s, ConsultCommand c, int? round = null) =>
        new(c.By, c.Now, round ?? Math.Max(1, s.File.Round));

    private static IEnumerable<ConsultEvent> Withdraw(ConsultState.Filed s, ConsultCommand c, OfferId? except) =>
        s.File.OpenOffers.Where(offer => offer.Id != except)
            .Select(offer => new ConsultEvent.OfferWithdrawn(c.By, c.Now, offer.Id, offer.Specialist));

    private static bool IsDue(ConsultState state, FireClock c) =>
        ConsultClocks.Of(state) == c.Clock && c.Clock.DueAt <= c.Now;

    private static bool IsBeforeSession(ConsultState.Filed s) => s.Status is
        ConsultStatus.Draft or ConsultStatus.Submitted or ConsultStatus.UnderReview or ConsultStatus.Returned
        or ConsultStatus.Dispatching or ConsultStatus.Offered or ConsultStatus.Unstaffed
        or ConsultStatus.Accepted or ConsultStatus.Ready;

    private static bool IsUnfinished(ConsultState.Filed s) =>
        IsBeforeSession(s) || s.Status is ConsultStatus.InSession or ConsultStatus.Interrupted
            or ConsultStatus.SessionEnded or ConsultStatus.OpinionPending;

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private static Decision<ConsultEvent> ConsentMissing() =>
        Refuse("consent-missing", "The patient's consent to the consult is missing.");

    private static Decision<ConsultEvent> ReasonMissing() => Refuse("reason-missing", "A reason is needed.");

    private static Decision<ConsultEvent> Immutable() =>
        Refuse("already-signed", "A signed opinion never changes; add to it instead.");

    private static Decision<ConsultEvent> StaleClock() =>
        Refuse("clock-stale", "The clock is not due, or its cause is gone.");
}
