namespace Telemed.Consults.Ids;

/// <summary>Names an institution of the network.</summary>
/// <param name="Value">The characters; never empty for an identifier that was given out.</param>
[JsonConverter(typeof(IdJsonConverter<InstitutionId>))]
public readonly record struct InstitutionId(string Value) : IId<InstitutionId>
{
    /// <inheritdoc/>
    public static InstitutionId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
