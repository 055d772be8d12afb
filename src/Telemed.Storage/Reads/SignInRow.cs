namespace Telemed.Storage.Reads;

/// <summary>A stored sign-in record.</summary>
internal sealed class SignInRow
{
    public string Person { get; init; } = "";

    public string UserName { get; init; } = "";

    public string? PasswordHash { get; init; }
}
