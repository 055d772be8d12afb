namespace Telemed.Consults.Stores;

/// <summary>People, institutions, services, the rota, and sign-in records. Callable from any thread.</summary>
public interface IDirectory
{
    /// <summary>The network as it is now; the same object while nothing changes.</summary>
    public Task<Network> LoadAsync(CancellationToken cancellation = default);

    /// <summary>Puts a network in place of the stored one. Sign-in records of people who stay are kept.</summary>
    public Task ReplaceAsync(Network network, CancellationToken cancellation = default);

    /// <summary>The sign-in record of a name, without regard to case, or <c>null</c>.</summary>
    public Task<SignIn?> FindSignInAsync(string user, CancellationToken cancellation = default);

    /// <summary>Sets a person's password hash.</summary>
    public Task SetPasswordAsync(PersonId person, string hash, CancellationToken cancellation = default);

    /// <summary>A person's second factor, or <c>null</c>.</summary>
    public Task<SecondFactor?> FindSecondFactorAsync(PersonId person, CancellationToken cancellation = default);

    /// <summary>Sets a person's second factor, or takes it away; steps that were used stay used.</summary>
    public Task SetSecondFactorAsync(
        PersonId person, ReadOnlyMemory<byte>? secret, bool on, CancellationToken cancellation = default);

    /// <summary>Uses up a time step; <c>false</c> when it, or a later one, was used before: on any node.</summary>
    public Task<bool> UseStepAsync(PersonId person, long step, CancellationToken cancellation = default);
}
