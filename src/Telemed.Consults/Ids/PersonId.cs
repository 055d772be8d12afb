namespace Telemed.Consults.Ids;

/// <summary>Names a person of the network, or the system itself.</summary>
/// <param name="Value">The characters; never empty for an identifier that was given out.</param>
[JsonConverter(typeof(IdJsonConverter<PersonId>))]
public readonly record struct PersonId(string Value) : IId<PersonId>
{
    /// <summary>The actor of what no person did: clocks, the dispatch ladder, the recorder's watchdog.</summary>
    public static PersonId System { get; } = new("system");

    /// <inheritdoc/>
    public static PersonId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
