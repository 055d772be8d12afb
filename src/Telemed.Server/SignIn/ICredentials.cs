namespace Telemed.Server.SignIn;

/// <summary>Where sign-in data is kept.</summary>
internal interface ICredentials
{
    /// <summary>The user's sign-in data; null when there is no such user.</summary>
    public Task<Credential?> FindAsync(string user, CancellationToken ct);
}
