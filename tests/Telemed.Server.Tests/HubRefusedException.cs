namespace Telemed.Server.Tests;

/// <summary>A hub method refused.</summary>
internal sealed class HubRefusedException(string message) : Exception(message)
{
    private const string Marker = "HubException: ";

    /// <summary>The stable code before the sentence.</summary>
    public string Code
    {
        get
        {
            var at = Message.IndexOf(Marker, StringComparison.Ordinal);
            return Message[(at < 0 ? 0 : at + Marker.Length)..].Split(':')[0];
        }
    }
}
