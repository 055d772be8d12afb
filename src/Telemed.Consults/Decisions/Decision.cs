namespace Telemed.Consults.Decisions;

/// <summary>What a decider answers: the facts that follow from a command, or a readable refusal.</summary>
/// <typeparam name="TFact">The family of facts.</typeparam>
public abstract record Decision<TFact>
    where TFact : IFact
{
    private Decision()
    {
    }

    /// <summary>The command holds.</summary>
    /// <param name="Facts">What happened, in order; empty when the command was already true.</param>
    public sealed record Accepted(IReadOnlyList<TFact> Facts) : Decision<TFact>;

    /// <summary>The command does not hold; nothing changes.</summary>
    /// <param name="Why">The reason.</param>
    public sealed record Refused(Refusal Why) : Decision<TFact>;

    /// <summary>Accepts with these facts.</summary>
    public static Decision<TFact> Accept(params TFact[] facts) => new Accepted(facts);

    /// <summary>Refuses with a code and a sentence.</summary>
    public static Decision<TFact> Refuse(string code, string sentence) => new Refused(new(code, sentence));
}
