namespace Telemed.Consults.Desk;

/// <summary>
/// What a consult's facts mean for doctors and recordings: the commands that must hold in the same transaction. Pure.
/// </summary>
internal static class FollowUps
{
    /// <summary>What the doctors must take, in order.</summary>
    internal static IEnumerable<(PersonId Doctor, DoctorCommand Command)> ForDoctors(
        ConsultId consult, IEnumerable<ConsultEvent> facts, TimeSpan wrapUp)
    {
        foreach (var fact in facts)
        {
            foreach (var follow in ForDoctor(consult, fact, wrapUp))
            {
                yield return follow;
            }
        }
    }

    /// <summary>What the open recording must take, in order.</summary>
    internal static IEnumerable<RecordingCommand> ForRecording(CaseFile file, IEnumerable<ConsultEvent> facts) =>
        facts.Select(fact => ForRecording(file, fact)).OfType<RecordingCommand>();

    /// <summary>The drafts that are opened: the same patient, the same question, the specialist of last time wished for.</summary>
    internal static IEnumerable<StreamAppend> Drafts(CaseFile file, IEnumerable<ConsultEvent> facts)
    {
        foreach (var opened in facts.OfType<ConsultEvent.FollowUpOpened>())
        {
            var draft = new ConsultEvent.DraftSaved(
                file.Requester,
                opened.At,
                opened.Draft,
                file.Institution,
                file.Request with { Urgency = Urgency.Ordinary, WishedSpecialist = file.LeadOffer?.Specialist },
                file.Id);
            yield return new StreamAppend.ToConsult(
                opened.Draft,
                new(ConsultState.Unknown.Instance, 0, default),
                [draft],
                (ConsultState.Filed)ConsultDecider.Evolve(ConsultState.Unknown.Instance, draft));
        }
    }

    private static IEnumerable<(PersonId Doctor, DoctorCommand Command)> ForDoctor(
        ConsultId id, ConsultEvent fact, TimeSpan wrapUp)
    {
        if (ForLead(id, fact, wrapUp) is { } follow)
        {
            yield return follow;
        }

        foreach (var expert in Experts(fact))
        {
            yield return (expert, new DoctorCommand.Release(fact.By, fact.At, id));
        }

        if (fact is ConsultEvent.LeadHandedOver { FromStays: false } e)
        {
            yield return (e.From, new DoctorCommand.Release(e.By, e.At, id));
        }
    }

    /// <summary>The further experts whom the end of a session sets free.</summary>
    private static IReadOnlyList<PersonId> Experts(ConsultEvent fact) => fact switch
    {
        ConsultEvent.SessionEnded { Experts: { } experts } => experts,
        ConsultEvent.ConsultTransferred { Experts: { } experts } => experts,
        _ => [],
    };

    private static (PersonId, DoctorCommand)? ForLead(ConsultId id, ConsultEvent fact, TimeSpan wrapUp) => fact switch
    {
        ConsultEvent.OfferMade e => (e.Specialist, new DoctorCommand.Claim(e.By, e.At, id, e.Offer, e.Until)),
        ConsultEvent.OfferAccepted e => (e.Specialist, new DoctorCommand.Engage(e.By, e.At, id, e.Offer)),
        ConsultEvent.OfferDeclined e => (e.Specialist, new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.OfferExpired e => (e.Specialist, new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.OfferWithdrawn e => (e.Specialist, new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.ConsultCancelled { Lead: { } lead } e => (lead, new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.ConsultLapsed e => (e.Lead, new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.ConsultTransferred e => (e.Lead, new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.SessionEnded e => (e.Lead, wrapUp > TimeSpan.Zero
            ? new DoctorCommand.StartWrapUp(e.By, e.At, id, e.At + wrapUp)
            : new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.LeadReleased e => (e.Lead, new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.SessionScheduled e => (e.Lead, new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.ReadRequested e => (e.Lead, new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.RoomEntered { Side: RoomSide.Specialist or RoomSide.Expert } e =>
            (e.Person, new DoctorCommand.Attend(e.By, e.At, id)),
        ConsultEvent.RoomLeft { Side: RoomSide.Expert } e => (e.Person, new DoctorCommand.Release(e.By, e.At, id)),
        ConsultEvent.LeadHandedOver e => (e.To, new DoctorCommand.Attend(e.By, e.At, id)),
        ConsultEvent.OpinionSigned e => (e.Lead, new DoctorCommand.FinishWrapUp(e.By, e.At, id)),
        _ => null,
    };

    private static RecordingCommand? ForRecording(CaseFile file, ConsultEvent fact) => fact switch
    {
        ConsultEvent.RoomEntered e => new RecordingCommand.Enter(e.By, e.At, e.Person, file.RecordingAnswer(e.Person)),
        ConsultEvent.RoomLeft e => new RecordingCommand.Leave(e.By, e.At, e.Person),
        ConsultEvent.ConsentRecorded { Consent: { Item: ConsentItem.Recording } consent } e =>
            consent.Subject == ConsentSubject.Patient
                ? new RecordingCommand.PatientAnswer(e.By, e.At, consent.Granted)
                : new RecordingCommand.Answer(e.By, e.At, consent.Person, consent.Granted),
        ConsultEvent.SessionEnded e => new RecordingCommand.Stop(e.By, e.At),
        ConsultEvent.WrongPatientStopped e => new RecordingCommand.Stop(e.By, e.At),
        ConsultEvent.ConsultTransferred e => new RecordingCommand.Stop(e.By, e.At),
        _ => null,
    };
}
