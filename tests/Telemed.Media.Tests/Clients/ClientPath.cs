namespace Telemed.Media.Tests.Clients;

/// <summary>How a test client reaches the node.</summary>
internal enum ClientPath
{
    IPv4,
    IPv6,
    Tcp,
}
