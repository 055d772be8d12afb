using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>The opinion: drafted, signed, answered, filed.</summary>
public sealed partial class ConsultDecider
{
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

        if (s.File.Request.Lane == Lane.Asynchronous && !s.File.HasPatientConsent)
        {
            return ConsentMissing();
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

    private Decision<ConsultEvent> CloseConsult(ConsultState.Acknowledged s, Close c) => s.File.OwesConsent
        ? Refuse("consent-owed", "The patient's answer is written down first: two doctors had not waited for it.")
        : Accept(
            [
                new ConsultEvent.ConsultClosed(c.By, c.Now, c.Now + times.ArchiveAfter),
                .. c.Sampled && s.Engagement.Recording is not null ? [new ConsultEvent.QualitySampled(PersonId.System, c.Now)] : Array.Empty<ConsultEvent>(),
            ]);

    private static Decision<ConsultEvent> Archive(ConsultState.Closed s, FireClock c) =>
        IsDue(s, c) ? Accept(new ConsultEvent.ConsultArchived(c.By, c.Now)) : StaleClock();
}
