namespace Telemed.Consults.Ids;

/// <summary>An opaque identifier: a value type around one string, so that two kinds are never mixed up.</summary>
/// <typeparam name="TSelf">The identifier's own type.</typeparam>
public interface IId<TSelf>
    where TSelf : struct, IId<TSelf>
{
    /// <summary>The characters of the identifier, as they travel in JSON and stand in the database.</summary>
    public string Value { get; }

    /// <summary>The identifier with these characters; they are taken as they are.</summary>
    public static abstract TSelf From(string value);
}
