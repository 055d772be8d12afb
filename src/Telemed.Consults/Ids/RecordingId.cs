namespace Telemed.Consults.Ids;

/// <summary>Names one recording; it stays the same over pauses, restarts and epochs.</summary>
/// <param name="Value">The characters; never empty for an identifier that was given out.</param>
[JsonConverter(typeof(IdJsonConverter<RecordingId>))]
public readonly record struct RecordingId(string Value) : IId<RecordingId>
{
    /// <inheritdoc/>
    public static RecordingId From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
