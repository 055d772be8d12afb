namespace Telemed.Server.Tokens;

/// <summary>An entry of a browser's <c>iceServers</c>.</summary>
internal sealed record IceServer(IReadOnlyList<string> Urls, string Username, string Credential);
