namespace Telemed.Consults.Ids;

/// <summary>Names a medical service of the network, such as <c>cardiology</c>.</summary>
/// <param name="Value">The characters; never empty for an identifier that was given out.</param>
[JsonConverter(typeof(IdJsonConverter<ServiceCode>))]
public readonly record struct ServiceCode(string Value) : IId<ServiceCode>
{
    /// <inheritdoc/>
    public static ServiceCode From(string value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => Value;
}
