namespace Telemed.Consults.Ids;

/// <summary>
/// Names one consult: one request about one patient, and the case under whose key its personal data lie.
/// </summary>
/// <param name="Value">The characters; never empty for an identifier that was given out.</param>
[JsonConverter(typeof(IdJsonConverter<ConsultId>))]
public readonly record struct ConsultId(string Value) : IId<ConsultId>
{
    /// <inheritdoc/>
    public static ConsultId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
