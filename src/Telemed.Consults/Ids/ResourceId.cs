namespace Telemed.Consults.Ids;

/// <summary>Names a consult room or an exam device of an institution.</summary>
/// <param name="Value">The characters; never empty for an identifier that was given out.</param>
[JsonConverter(typeof(IdJsonConverter<ResourceId>))]
public readonly record struct ResourceId(string Value) : IId<ResourceId>
{
    /// <inheritdoc/>
    public static ResourceId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
