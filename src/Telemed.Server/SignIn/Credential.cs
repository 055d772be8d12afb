namespace Telemed.Server.SignIn;

/// <summary>How one person signs in.</summary>
/// <param name="User">The name they type; compared exactly, in lower case.</param>
/// <param name="Person">The person's id.</param>
/// <param name="PasswordHash">PBKDF2 as ASP.NET Core's hasher writes it.</param>
internal sealed record Credential(string User, string Person, string PasswordHash);
