using Telemed.Consults.Stores;
using Telemed.Media;
using Telemed.Server.Nodes;
using Telemed.Server.Problems;

namespace Telemed.Server.Hosting;

/// <summary>What a load balancer and an operator ask.</summary>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>Maps <c>/healthz</c> (the process lives) and <c>/readyz</c> (it can take work) and what nodes ask.</summary>
    public static void MapHealth(this WebApplication app)
    {
        app.MapGet("/healthz", () => Results.Text("ok")).WithSummary("The process lives.");
        app.MapGet("/readyz", ReadyAsync).WithSummary("The process can take work.");
        app.MapGet("/readyz/node", NodeReady).WithSummary("The process itself takes work, whether or not the database answers.");
        app.MapGet("/readyz/region", RegionReady).WithSummary("The process has reached the database for as long as a lease lasts.");
    }

    /// <summary>What a node asks that does not reach the database itself.</summary>
    private static IResult RegionReady(NodeLease node) => node.ReachesDatabase
        ? Results.Text("ok")
        : new ProblemResult(new(ProblemKind.Overloaded, "The database does not answer."));

    /// <summary>What a front door asks: while the database is away for all, each of them can say so itself.</summary>
    private static IResult NodeReady(Readiness readiness, MediaNode media, NodeLease node) =>
        Hindrance(readiness, media, node) is { } hindrance ? new ProblemResult(hindrance) : Results.Text("ok");

    private static Refusal? Hindrance(Readiness readiness, MediaNode media, NodeLease node) => !readiness.Started
        ? new(ProblemKind.Overloaded, "The server is starting or stopping.")
        : media.IsDraining || node.IsStopping
            ? new(ProblemKind.Overloaded, "The node is being drained.")
            : node.IsFenced
                ? new(ProblemKind.Overloaded, "The node is cut off from the database that others reach.")
                : null;

    private static async Task<IResult> ReadyAsync(
        Readiness readiness, MediaNode media, NodeLease node, IFactFeed feed, CancellationToken ct)
    {
        if (Hindrance(readiness, media, node) is { } hindrance)
        {
            return new ProblemResult(hindrance);
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
