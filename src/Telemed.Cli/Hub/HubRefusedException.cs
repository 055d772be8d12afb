namespace Telemed.Cli.Hub;

/// <summary>The server answered the hub connection with an HTTP status instead of a WebSocket.</summary>
/// <param name="status">The HTTP status.</param>
/// <param name="inner">What the socket threw.</param>
internal sealed class HubRefusedException(int status, Exception inner)
    : Exception($"the server refused the hub connection with HTTP {status}", inner)
{
    /// <summary>The HTTP status.</summary>
    public int Status { get; } = status;
}
