using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>Who is rung, who takes it, who gives it back.</summary>
public sealed partial class ConsultDecider
{
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

    /// <summary>The dispatcher rings one specialist, whatever the ladder does.</summary>
    private static Decision<ConsultEvent> RingByName(ConsultState.Filed s, Assign c)
    {
        if (c.Until <= c.Now)
        {
            return Refuse("offer-empty", "An offer rings at least one specialist for some time.");
        }

        if (s.File.OpenOffers.Any(offer => offer.Specialist == c.Offer.Specialist))
        {
            return Refuse("already-rung", "This specialist is being rung.");
        }

        var facts = Withdraw(s, c, except: null).ToList();
        var round = Math.Max(1, s.File.Round);
        if (s is ConsultState.Unstaffed)
        {
            facts.Add(Dispatch(s, c, ++round));
        }

        var hops = s.File.Offers.Where(offer => offer.Round == round).Select(offer => offer.Hop);
        facts.Add(new ConsultEvent.OfferMade(
            c.By,
            c.Now,
            c.Offer.Id,
            c.Offer.Specialist,
            round,
            hops.DefaultIfEmpty(0).Max() + 1,
            c.Offer.Reason,
            WholeMilliseconds.Of(c.Until)));
        return new Decision<ConsultEvent>.Accepted(facts);
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
        if (s.File.Request.Lane == Lane.Asynchronous)
        {
            var due = (c.Calendar ?? WorkCalendar.Plain).After(c.Now, times.Read, times.ServiceHours);
            facts.Add(new ConsultEvent.ReadRequested(c.By, c.Now, offer.Specialist, due));
        }
        else if (s.File.IsCleared)
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

    /// <summary>The one who had accepted gives it back, or it is taken from them: the next one is looked for.</summary>
    private static Decision<ConsultEvent> GiveBack(ConsultState.Engaged s, Reassign c) =>
        string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(
                new ConsultEvent.LeadReleased(c.By, c.Now, s.Engagement.Lead, s.Engagement.Offer, c.Reason),
                Dispatch(s, c, s.File.Round + 1));
}
