namespace Telemed.Consults.Ids;

/// <summary>Names a copy in the case library. It is drawn at random: nothing of the case it was made of is in it.</summary>
/// <param name="Value">The characters; never empty for an identifier that was given out.</param>
[JsonConverter(typeof(IdJsonConverter<CopyId>))]
public readonly record struct CopyId(string Value) : IId<CopyId>
{
    /// <inheritdoc/>
    public static CopyId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
