namespace Telemed.Consults.Desk;

/// <summary>Interpreters.</summary>
public sealed partial class ConsultDesk
{
    private const int LongestLanguage = 20;

    /// <summary>Asks everybody of the network who interprets a language, named by its BCP 47 tag.</summary>
    public async Task<Outcome<ConsultView>> AskInterpreterAsync(
        Caller caller, ConsultId id, string language, CancellationToken cancellation = default)
    {
        if (language.Length is < 2 or > LongestLanguage)
        {
            return new Outcome<ConsultView>.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["language"] = "length" });
        }

        var network = await _directory.LoadAsync(cancellation);
        return await DoAsync(
            caller,
            id,
            "ask-interpreter",
            CaseAction.ArrangeInterpreter,
            _ => new ConsultCommand.AskInterpreter(
                caller.Who.Id,
                caller.Now,
                language,
                [.. network.People
                    .Where(one => one.Is(Role.Interpreter) && one.Languages.Contains(language, StringComparer.OrdinalIgnoreCase))
                    .Select(one => one.Id)]),
            cancellation);
    }

    /// <summary>Who was asked takes it or refuses; who took it gives it back and leaves the room.</summary>
    public Task<Outcome<ConsultView>> AnswerInterpretingAsync(
        Caller caller, ConsultId id, bool accepted, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "answer-interpreting",
            CaseAction.Interpret,
            _ => new ConsultCommand.AnswerInterpreting(caller.Who.Id, caller.Now, accepted),
            cancellation);

    /// <summary>No interpreter is needed, or none any more; who is in the room leaves it.</summary>
    public Task<Outcome<ConsultView>> EndInterpreterAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "end-interpreter",
            CaseAction.ArrangeInterpreter,
            _ => new ConsultCommand.EndInterpreter(caller.Who.Id, caller.Now),
            cancellation);
}
