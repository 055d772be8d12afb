namespace Telemed.Consults.Ids;

/// <summary>Chosen by the client for one intention; a repeated one is answered, not done twice.</summary>
/// <param name="Value">The characters; never empty for an identifier that was given out.</param>
[JsonConverter(typeof(IdJsonConverter<CommandId>))]
public readonly record struct CommandId(string Value) : IId<CommandId>
{
    /// <inheritdoc/>
    public static CommandId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
