using Telemed.Consults.Stores;
using Telemed.Media;
using Telemed.Server.Nodes;
using Telemed.Server.Problems;

namespace Telemed.Server.Hosting;

/// <summary>What a load balancer and an operator ask.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Maps <c>/healthz</c> (the process lives) and <c>/readyz</c> (it can take work).</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("ok")).WithSummary("The process lives.");
        app.MapGet("/readyz", ReadyAsync).WithSummary("The process can take work.");
    }

    private static async Task<IResult> ReadyAsync(
        Readiness readiness, MediaNode media, NodeLease node, IFactFeed feed, CancellationToken ct)
    {
        if (!readiness.Started)
        {
            return new ProblemResult(new(ProblemKind.Overloaded, "The server is starting or stopping."));
        }

        if (media.IsDraining || node.IsStopping)
        {
            return new ProblemResult(new(ProblemKind.Overloaded, "The node is being drained."));
        }

        try
        {
            await feed.HeadAsync(ct).WaitAsync(Patience, ct);
            return Results.Text("ok");
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or TimeoutException)
        {
            return new ProblemResult(new(ProblemKind.Overloaded, "The database does not answer."));
        }
    }
}
