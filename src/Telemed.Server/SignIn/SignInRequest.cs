namespace Telemed.Server.SignIn;

/// <summary>Who wants to sign in; with a code where a second factor is on.</summary>
internal sealed record SignInRequest(string User, string Password, string? Code = null);
