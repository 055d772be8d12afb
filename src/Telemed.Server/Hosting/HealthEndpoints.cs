namespace Telemed.Server.Hosting;

/// <summary>What a load balancer and an operator ask.</summary>
internal static class HealthEndpoints
{
    /// <summary>Maps <c>/healthz</c> (the process lives) and <c>/readyz</c> (it can take work).</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("ok")).ExcludeFromDescription();
        app.MapGet("/readyz", () => Results.Text("ok")).ExcludeFromDescription();
    }
}
