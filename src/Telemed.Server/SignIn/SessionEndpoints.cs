namespace Telemed.Server.SignIn;

/// <summary>Signing in and out.</summary>
internal static class SessionEndpoints
{
    /// <summary>The rate limit of sign-in attempts.</summary>
    public const string SignInLimit = "sign-in";
}
