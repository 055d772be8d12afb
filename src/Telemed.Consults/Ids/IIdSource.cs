namespace Telemed.Consults.Ids;

/// <summary>Gives out identifiers that nobody can guess. Callable from any thread.</summary>
public interface IIdSource
{
    /// <summary>A new identifier: lower-case letters and digits, at least 120 bits of randomness.</summary>
    public string Next();
}
