using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>What must be there before a session: consent, or two doctors; and who the patient is.</summary>
public sealed partial class ConsultDecider
{
    private static bool TakesConsent(ConsultState.Filed s, RecordConsent c) =>
        IsUnfinished(s) || s.File.OwesConsent || c.Consent.Item is ConsentItem.Teaching or ConsentItem.Library;

    private Decision<ConsultEvent> Consent(ConsultState.Filed s, RecordConsent c)
    {
        var guest = s.File.FindGuest(c.By);
        if (c.Consent is { Subject: ConsentSubject.Patient, Granted: true, Guardian: null }
            && (s.File.NeedsGuardian || guest?.Kind == GuestKind.Proxy))
        {
            return Refuse("guardian-missing", "Who consents for a patient, and below 14 somebody does, is kept.");
        }

        var fact = new ConsultEvent.ConsentRecorded(c.By, c.Now, c.Consent);
        if (c.Consent is { Item: ConsentItem.Teaching, Subject: ConsentSubject.Patient, Granted: false } && s.File.Teaching is not null)
        {
            return Accept(fact, new ConsultEvent.TeachingClosed(c.By, c.Now));
        }

        if (c.Consent is { Item: ConsentItem.Library, Subject: ConsentSubject.Participant })
        {
            return Refuse("patient-only", "The copy is of the patient's case: only they say yes or no to it.");
        }

        if (c.Consent is { Item: ConsentItem.Library, Granted: false } && EndOfCopy(s, c, CopyEnd.ConsentTakenBack) is { } end)
        {
            return Accept(fact, end);
        }

        if (c.Consent is not { Item: ConsentItem.Consult, Subject: ConsentSubject.Patient })
        {
            // Who answers on a phone is asked once, and stands in their own picture.
            return guest is not null && c.Consent is { Item: ConsentItem.Recording, Subject: ConsentSubject.Patient }
                ? Accept(fact, fact with { Consent = c.Consent with { Subject = ConsentSubject.Participant, Guardian = null } })
                : Accept(fact);
        }

        var after = s.File with { Consents = s.File.Consents.Add(c.Consent) };
        return s is ConsultState.InSession or ConsultState.Interrupted && !c.Consent.Granted
            ? new Decision<ConsultEvent>.Accepted(
                [fact, .. SessionEnd((ConsultState.Engaged)s, c, SessionEndCause.ConsentWithdrawn)])
            : Cleared(s, c, after, fact);
    }

    private static Decision<ConsultEvent> Compare(ConsultState.Filed s, CheckIdentity c)
    {
        var kinds = c.Kinds.Where(IdentityCheck.Known.Contains).Distinct(StringComparer.Ordinal).ToList();
        return kinds.Count < 2
            ? Refuse("identifiers-missing", "Two different identifiers are compared.")
            : Cleared(
                s,
                c,
                s.File with { Identity = new(c.By, c.Now, kinds) },
                new ConsultEvent.IdentityChecked(c.By, c.Now, kinds));
    }

    /// <summary>The first doctor gives the reason, the second one agrees (C1).</summary>
    private Decision<ConsultEvent> Override(ConsultState.Filed s, OverrideConsent c)
    {
        if (s.File.Request.Lane != Lane.Emergency)
        {
            return Refuse("not-an-emergency", "Only in an emergency do two doctors decide without the patient.");
        }

        if (s.File.LatestConsent(ConsentItem.Consult, ConsentSubject.Patient) is { } answer)
        {
            return Refuse(answer.Granted ? "consent-given" : "consent-refused", "The patient has answered.");
        }

        switch (s.File.Override)
        {
            case null:
                return string.IsNullOrWhiteSpace(c.Reason)
                    ? ReasonMissing()
                    : Accept(new ConsultEvent.OverrideAsked(c.By, c.Now, c.Reason));
            case { Second: not null }:
                return Accept();
            case { First: var first } when first == c.By:
                return Refuse("second-doctor", "A second doctor has to agree.");
            case var asked:
                var confirmed = new ConsultEvent.OverrideConfirmed(c.By, c.Now, c.Now + times.CompleteConsent);
                return Cleared(
                    s, c, s.File with { Override = asked with { Second = c.By, SecondAt = c.Now } }, confirmed);
        }
    }

    private static Decision<ConsultEvent> MissConsent(ConsultState.Filed s, FireClock c) =>
        IsDue(s, c) ? Accept(new ConsultEvent.ConsentOverdue(c.By, c.Now)) : StaleClock();

    /// <summary>A fact after which the room may open, or must not any more.</summary>
    private static Decision<ConsultEvent> Cleared(
        ConsultState.Filed s, ConsultCommand c, CaseFile after, ConsultEvent fact) => s switch
        {
            ConsultState.Accepted when after.IsCleared => Accept(fact, new ConsultEvent.BecameReady(c.By, c.Now)),
            ConsultState.Ready when !after.IsCleared => Accept(fact, new ConsultEvent.ReadinessLost(c.By, c.Now)),
            _ => Accept(fact),
        };

    private static Decision<ConsultEvent> NotCleared(ConsultState.Filed s) =>
        s.File.HasPatientConsent || s.File.IsOverridden
            ? Refuse("identity-missing", "Two identifiers of the patient are compared first.")
            : ConsentMissing();
}
