namespace Telemed.Server.SignIn;

/// <summary>The bodies of the second factor's commands.</summary>
internal static class FactorBodies
{
    /// <summary>Beginning, with the password.</summary>
    public sealed record Begin(string Password);

    /// <summary>Confirming, with a code.</summary>
    public sealed record Confirm(string Code);

    /// <summary>Ending, with both.</summary>
    public sealed record End(string Password, string Code);
}
