namespace Telemed.Consults.Institutions;

/// <summary>What is stored about a person's sign-in. The hash is opaque here.</summary>
/// <param name="Person">Who.</param>
/// <param name="User">The sign-in name, as stored; looked up without regard to case.</param>
/// <param name="PasswordHash">The hasher's own string, or <c>null</c> for a person who cannot sign in.</param>
/// <param name="Failures">Failed attempts since the last success.</param>
/// <param name="LockedUntil">Until when sign-in is locked, or <c>null</c>.</param>
public sealed record SignIn(
    PersonId Person, string User, string? PasswordHash, int Failures, DateTimeOffset? LockedUntil);
