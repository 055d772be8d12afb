namespace Telemed.Server.Whip;

/// <summary>A join token for load rooms.</summary>
internal sealed record LoadToken(string Token);
