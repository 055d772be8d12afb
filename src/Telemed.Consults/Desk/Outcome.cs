namespace Telemed.Consults.Desk;

/// <summary>What became of a question or a command.</summary>
/// <typeparam name="T">What is answered when it held.</typeparam>
public abstract record Outcome<T>
{
    private Outcome()
    {
    }

    /// <summary>It held, or had been done before.</summary>
    /// <param name="Value">The answer.</param>
    public sealed record Done(T Value) : Outcome<T>;

    /// <summary>The rules of the case refuse it (409).</summary>
    /// <param name="Why">The reason.</param>
    public sealed record Refused(Refusal Why) : Outcome<T>;

    /// <summary>The fields are wrong (400).</summary>
    /// <param name="Errors">Field, in camelCase, and code of each fault.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string> Errors) : Outcome<T>;

    /// <summary>The person may know of it, but not do this (403).</summary>
    public sealed record Forbidden : Outcome<T>;

    /// <summary>There is none, or the person may not know of it (404).</summary>
    public sealed record NotFound : Outcome<T>;

    /// <summary>Others were faster too many times; nothing changed, try again (409).</summary>
    public sealed record Conflict : Outcome<T>;

    /// <summary>The answer, or <c>null</c> when it did not hold.</summary>
    public T? ValueOrDefault => this is Done done ? done.Value : default;

    /// <summary>The same failure with another kind of answer.</summary>
    /// <exception cref="InvalidOperationException">It is no failure.</exception>
    public Outcome<TOther> As<TOther>() => this switch
    {
        Refused r => new Outcome<TOther>.Refused(r.Why),
        Invalid i => new Outcome<TOther>.Invalid(i.Errors),
        Forbidden => new Outcome<TOther>.Forbidden(),
        NotFound => new Outcome<TOther>.NotFound(),
        Conflict => new Outcome<TOther>.Conflict(),
        _ => throw new InvalidOperationException("Only a failure carries over."),
    };
}
