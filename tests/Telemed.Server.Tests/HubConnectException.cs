namespace Telemed.Server.Tests;

/// <summary>A hub did not let a connection in.</summary>
internal sealed class HubConnectException(int status, Exception inner) : Exception($"HTTP {status}", inner)
{
    public int Status { get; } = status;
}
