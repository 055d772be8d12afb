namespace Telemed.Consults.Ids;

/// <summary>Names one offer of a consult to one specialist.</summary>
/// <param name="Value">The characters; never empty for an identifier that was given out.</param>
[JsonConverter(typeof(IdJsonConverter<OfferId>))]
public readonly record struct OfferId(string Value) : IId<OfferId>
{
    /// <inheritdoc/>
    public static OfferId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
