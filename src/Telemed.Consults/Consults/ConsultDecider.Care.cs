using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>The family doctor's contract, and the patient who calls from home.</summary>
public sealed partial class ConsultDecider
{
    /// <summary>Whether the patient is looked after at home: a contract is offered or in force, or a nurse is on her way.</summary>
    internal static bool IsCaredFor(CaseFile file, DateTimeOffset now) =>
        (file.Aftermath.Contract?.IsOpenAt(now) ?? false) || MayCall(file, now);

    /// <summary>Whether the patient may call the house from home.</summary>
    internal static bool MayCall(CaseFile file, DateTimeOffset now) =>
        file.Aftermath.Contract?.StatusAt(now) == ContractStatus.InForce || file.Aftermath.Visits.Any(one => one.DoneAt is null);

    private static Decision<ConsultEvent> OfferCare(ConsultState.Engaged s, OfferContract c)
    {
        if (s.File.Aftermath.Contract?.IsOpenAt(c.Now) ?? false)
        {
            return Refuse("contract-open", "A contract is offered or in force already.");
        }

        return c.Until <= c.Now || c.Until - c.Now > FamilyContract.Longest
            ? Refuse("time-out-of-range", "A contract ends ahead, and within three years.")
            : Accept(new ConsultEvent.ContractOffered(c.By, c.Now, c.Until));
    }

    private static Decision<ConsultEvent> AnswerCare(ConsultState.Engaged s, AnswerContract c)
    {
        if (s.File.Aftermath.Contract?.StatusAt(c.Now) != ContractStatus.Offered)
        {
            return Refuse("not-in-state", "No contract waits for the patient's answer.");
        }

        return c.Signed && c.Method != ConsentMethod.Click && string.IsNullOrWhiteSpace(c.Witness)
            ? Refuse("witness-missing", "Who saw the patient sign is written down.")
            : Accept(new ConsultEvent.ContractAnswered(c.By, c.Now, c.Signed, c.Method, Text(c.Witness)));
    }

    private static Decision<ConsultEvent> EndCare(ConsultState.Engaged s, EndContract c)
    {
        if (s.File.Aftermath.Contract?.StatusAt(c.Now) != ContractStatus.InForce)
        {
            return Refuse("not-in-state", "No contract is in force.");
        }

        return string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(new ConsultEvent.ContractEnded(c.By, c.Now, c.Reason));
    }

    private Decision<ConsultEvent> Call(ConsultState.Engaged s, RaiseAlert c)
    {
        if (!MayCall(s.File, c.Now))
        {
            return Refuse("contract-missing", "Neither a contract is in force nor a visit ordered: phone the house.");
        }

        if (s.File.Aftermath.Alerts.Any(one => one.AnsweredAt is null))
        {
            return Refuse("alert-open", "The house was called already; phone it when it is urgent.");
        }

        return string.IsNullOrWhiteSpace(c.Text)
            ? ReasonMissing()
            : Accept(new ConsultEvent.AlertRaised(c.By, c.Now, c.Text, c.Now + times.AnswerAlert));
    }

    private static Decision<ConsultEvent> EscalateCall(ConsultState.Engaged s, FireClock c) =>
        IsDue(s, c) ? Accept(new ConsultEvent.AlertEscalated(c.By, c.Now)) : StaleClock();

    private static Decision<ConsultEvent> AnswerCall(ConsultState.Engaged s, AnswerAlert c)
    {
        if (s.File.Aftermath.Alerts.All(one => one.AnsweredAt is not null))
        {
            return Refuse("not-in-state", "Nobody called.");
        }

        return string.IsNullOrWhiteSpace(c.Answer)
            ? ReasonMissing()
            : Accept(new ConsultEvent.AlertAnswered(c.By, c.Now, c.Answer));
    }
}
