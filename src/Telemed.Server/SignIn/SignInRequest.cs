namespace Telemed.Server.SignIn;

/// <summary>Who wants to sign in.</summary>
internal sealed record SignInRequest(string User, string Password);
