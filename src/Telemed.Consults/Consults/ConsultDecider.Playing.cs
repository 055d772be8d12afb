using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>Recordings that are played by somebody who has no part in the case of their own: each time by a grant, for a time.</summary>
public sealed partial class ConsultDecider
{
    private static Decision<ConsultEvent> AskForPlaying(ConsultState.Engaged s, AskToPlay c) =>
        s.File.PlayRequests.LastOrDefault(one => one.Recording == c.Recording) switch
        {
            { IsOpen: true } => Accept(), // The patient and the family may both ask; it is one question.
            { } answered when answered.IsGrantedAt(c.Now) => Refuse("granted-already", "The recording may be played already."),
            _ => Accept(new ConsultEvent.PlayAsked(c.By, c.Now, c.Recording)),
        };

    private Decision<ConsultEvent> AnswerPlaying(ConsultState.Engaged s, AnswerPlay c) =>
        !s.File.PlayRequests.Any(one => one.IsOpen && one.Recording == c.Recording)
            ? Refuse("nothing-asked", "Nobody asks to play this recording.")
            : string.IsNullOrWhiteSpace(c.Reason)
                ? ReasonMissing()
                : Accept(new ConsultEvent.PlayAnswered(c.By, c.Now, c.Recording, c.Granted ? c.Now + times.PatientPlays : null, c.Reason.Trim()));

    private static Decision<ConsultEvent> TakeOrder(ConsultState.Engaged s, EnterOrder c)
    {
        if (new[] { c.Text.Authority, c.Text.Number, c.Text.Reason }.Any(string.IsNullOrWhiteSpace))
        {
            return Refuse("order-incomplete", "Whose order it is, its number and its reason are written down.");
        }

        if (c.Until <= c.Now || c.Until > c.Now + PlayOrder.Longest)
        {
            return Refuse("order-time", "An order holds from now on, and for a year at most.");
        }

        return s.File.Orders.Any(one => one.Id == c.Order)
            ? Accept()
            : Accept(new ConsultEvent.OrderEntered(c.By, c.Now, c.Order, c.Until, c.Text));
    }

    private static Decision<ConsultEvent> ConfirmIt(ConsultState.Engaged s, ConfirmOrder c) =>
        s.File.Orders.FirstOrDefault(one => one.Id == c.Order) switch
        {
            null => Refuse("no-such-order", "The case has no such order."),
            { EndedAt: not null } => Refuse("order-over", "The order is over."),
            { ConfirmedAt: not null } => Accept(),
            var one when one.Until <= c.Now => Refuse("order-over", "The order is over."),
            var one when one.EnteredBy == c.By => Refuse("second-person", "Somebody else has to confirm it."),
            _ => Accept(new ConsultEvent.OrderConfirmed(c.By, c.Now, c.Order)),
        };

    private static Decision<ConsultEvent> EndIt(ConsultState.Engaged s, EndOrder c) =>
        s.File.Orders.FirstOrDefault(one => one.Id == c.Order) switch
        {
            null => Refuse("no-such-order", "The case has no such order."),
            { EndedAt: not null } => Accept(),
            _ => Accept(new ConsultEvent.OrderEnded(c.By, c.Now, c.Order)),
        };
}
