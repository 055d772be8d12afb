namespace Telemed.Server.Hosting;

/// <summary>Which of the framework's messages may be written at all.</summary>
internal static class LogRules
{
    /// <summary>
    /// Silences, whatever the configuration says, the categories that write request addresses with their query (where
    /// join tokens travel), client addresses, or exceptions with messages that quote requests. Our own handlers write
    /// those without the contents.
    /// </summary>
    public static void AddLogRules(this WebApplicationBuilder builder) => builder.Logging
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Diagnostics.ExceptionHandlerMiddleware", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel.Connections", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.SignalR.HubConnectionHandler", LogLevel.None)
        .AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error)
        .AddFilter("Microsoft.IdentityModel", LogLevel.None)
        .AddFilter("Npgsql", LogLevel.Warning);
}
