namespace Telemed.Server;

/// <summary>
/// Every message that the server writes. None takes patient data, a person's name, a client's address or a token;
/// rooms and people appear by their opaque ids.
/// </summary>
internal static partial class LogMessages
{
    [LoggerMessage(1, LogLevel.Information, "Started as node {Node} on {Database} in {Milliseconds} ms.")]
    public static partial void Started(this ILogger logger, string node, string database, long milliseconds);

    [LoggerMessage(2, LogLevel.Information, "Stopping.")]
    public static partial void Stopping(this ILogger logger);

    [LoggerMessage(3, LogLevel.Error, "A fault of ours at {Place}: {Fault}")]
    public static partial void Fault(this ILogger logger, string place, string fault);

    [LoggerMessage(4, LogLevel.Information, "The empty database was filled with the demonstration network.")]
    public static partial void DemoSeeded(this ILogger logger);
}
