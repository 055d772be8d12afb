namespace Telemed.Consults.Desk;

/// <summary>The family doctor's contract, and the patient who calls from home.</summary>
public sealed partial class ConsultDesk
{
    /// <summary>A doctor of the asking house offers to look after the patient, and signs by it.</summary>
    public Task<Outcome<ConsultView>> OfferContractAsync(
        Caller caller, ConsultId id, DateTimeOffset until, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "offer-contract",
            CaseAction.OfferContract,
            _ => new ConsultCommand.OfferContract(caller.Who.Id, caller.Now, WholeMilliseconds.Of(until)),
            cancellation);

    /// <summary>The patient's answer: their own click, or what they signed in the house before a witness.</summary>
    public Task<Outcome<ConsultView>> AnswerContractAsync(
        Caller caller,
        ConsultId id,
        bool signed,
        ConsentMethod method,
        string? witness,
        CancellationToken cancellation = default)
    {
        var own = IsGuest(caller.Who);
        return !Enum.IsDefined(method) || own != (method == ConsentMethod.Click)
            ? Task.FromResult<Outcome<ConsultView>>(Unknown("method"))
            : DoTextAsync(
                caller,
                id,
                "answer-contract",
                CaseAction.AnswerContract,
                ("witness", witness),
                _ => new ConsultCommand.AnswerContract(caller.Who.Id, caller.Now, signed, method, witness),
                cancellation);
    }

    /// <summary>One of the two ends the contract.</summary>
    public Task<Outcome<ConsultView>> EndContractAsync(
        Caller caller, ConsultId id, string reason, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "end-contract",
            CaseAction.EndContract,
            ("reason", reason),
            _ => new ConsultCommand.EndContract(caller.Who.Id, caller.Now, reason),
            cancellation);

    /// <summary>The patient calls the house; its doctors and nurses find the case before all others.</summary>
    public Task<Outcome<ConsultView>> RaiseAlertAsync(
        Caller caller, ConsultId id, string text, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "raise-alert",
            CaseAction.RaiseAlert,
            ("text", text),
            _ => new ConsultCommand.RaiseAlert(caller.Who.Id, caller.Now, text),
            cancellation);

    /// <summary>Somebody of the house says what is done about it.</summary>
    public Task<Outcome<ConsultView>> AnswerAlertAsync(
        Caller caller, ConsultId id, string answer, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "answer-alert",
            CaseAction.AnswerAlert,
            ("answer", answer),
            _ => new ConsultCommand.AnswerAlert(caller.Who.Id, caller.Now, answer),
            cancellation);

    /// <summary>Something that a guest does as a caller of their own, answered with what they see of the case.</summary>
    public async Task<Outcome<GuestView>> AsGuestAsync(
        ConsultId id,
        PersonId guest,
        CommandId command,
        DateTimeOffset now,
        Func<Caller, Task<Outcome<ConsultView>>> act,
        CancellationToken cancellation = default)
    {
        if (await FindPersonAsync(id, guest, cancellation) is not { } who)
        {
            return new Outcome<GuestView>.NotFound();
        }

        var stored = await act(new(who, command, now));
        return stored is Outcome<ConsultView>.Done
            ? await FindGuestAsync(id, guest, now, cancellation)
            : stored.As<GuestView>();
    }
}
