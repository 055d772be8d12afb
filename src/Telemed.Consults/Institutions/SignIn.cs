namespace Telemed.Consults.Institutions;

/// <summary>What is stored about a person's sign-in. The hash is opaque here.</summary>
/// <param name="Person">Who.</param>
/// <param name="User">The sign-in name, as stored; looked up without regard to case.</param>
/// <param name="PasswordHash">The hasher's own string, or <c>null</c> for a person who cannot sign in.</param>
public sealed record SignIn(PersonId Person, string User, string? PasswordHash);
