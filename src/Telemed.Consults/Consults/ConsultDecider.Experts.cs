using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>A consult with several experts: each has a status of their own, one of them leads.</summary>
public sealed partial class ConsultDecider
{
    private Decision<ConsultEvent> InviteExpert(ConsultState.Engaged s, Invite c)
    {
        if (c.Expert == s.Engagement.Lead || s.Engagement.FindExpert(c.Expert) is { TakesPart: true })
        {
            return Refuse("takes-part", "This specialist takes part already.");
        }

        return s.Engagement.FindExpert(c.Expert) is { Status: ExpertStatus.Offered }
            ? Accept()
            : Accept(new ConsultEvent.ExpertInvited(c.By, c.Now, c.Expert, c.Now + times.AnswerInvitation));
    }

    private static Decision<ConsultEvent> AnswerInvite(ConsultState.Engaged s, AnswerInvitation c)
    {
        if (s.Engagement.FindExpert(c.By) is not { Status: ExpertStatus.Offered })
        {
            return Refuse("not-invited", "There is no open invitation.");
        }

        if (c.Accepted)
        {
            return Accept(new ConsultEvent.ExpertAccepted(c.By, c.Now, c.By));
        }

        return string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(new ConsultEvent.ExpertDeclined(c.By, c.Now, c.By, c.Reason));
    }

    private static Decision<ConsultEvent> ExpireInvitations(ConsultState.Engaged s, FireClock c) => IsDue(s, c)
        ? new Decision<ConsultEvent>.Accepted([.. s.Engagement.OpenInvitations
            .Where(one => one.Until <= c.Now)
            .Select(one => new ConsultEvent.ExpertExpired(c.By, c.Now, one.Person))])
        : StaleClock();

    /// <summary>The lead is no expert: they hand over.</summary>
    private static Decision<ConsultEvent> TakeOut(ConsultState.Engaged s, RemoveExpert c)
    {
        if (s.Engagement.FindExpert(c.Expert) is not { } expert || !(expert.TakesPart || expert.Status == ExpertStatus.Removed))
        {
            return Refuse("not-invited", "Only an expert who takes part is removed.");
        }

        if (expert.Status == ExpertStatus.Removed)
        {
            return Accept();
        }

        var removed = new ConsultEvent.ExpertRemoved(c.By, c.Now, c.Expert);
        return s.Engagement.IsPresent(c.Expert)
            ? Accept(new ConsultEvent.RoomLeft(c.By, c.Now, c.Expert, LeaveCause.Left, SideOf(s, c.Expert)), removed)
            : Accept(removed);
    }

    private static Decision<ConsultEvent> ChangeLead(ConsultState.Engaged s, ConsultCommand.HandOver c)
    {
        if (c.By != s.Engagement.Lead)
        {
            return Refuse("not-yours", "Only the lead specialist hands the consult over.");
        }

        if (s.Engagement.FindExpert(c.To) is not { TakesPart: true })
        {
            return Refuse("not-invited", "It is handed over to an expert who takes part.");
        }

        return s is ConsultState.InSession && !s.Engagement.IsPresent(c.To)
            ? Refuse("expert-absent", "In session it is handed over to somebody in the room.")
            : Accept(new ConsultEvent.LeadHandedOver(c.By, c.Now, c.By, c.To, s.Engagement.IsPresent(c.By)));
    }

    private static Decision<ConsultEvent> SignBeside(ConsultState.Engaged s, CoSign c) =>
        s.Engagement.FindExpert(c.By) switch
        {
            { Status: ExpertStatus.Signed } => Accept(),
            { TakesPart: true } => Accept(new ConsultEvent.ExpertSigned(c.By, c.Now, c.By)),
            _ => Refuse("not-invited", "Only an expert who took part signs beside the lead."),
        };
}
