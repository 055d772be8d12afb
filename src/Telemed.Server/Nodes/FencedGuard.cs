using Telemed.Server.Pages;
using Telemed.Server.Problems;

namespace Telemed.Server.Nodes;

/// <summary>
/// A node that is cut off from the database says so at once, instead of waiting for it with each request; the front door has sent
/// whoever comes to another by the next one.
/// </summary>
internal sealed class FencedGuard(RequestDelegate next, NodeLease lease)
{
    /// <summary>Refuses what would need the database while the node is fenced: everything but the page and the words on its state.</summary>
    public Task InvokeAsync(HttpContext context) =>
        lease.IsFenced && PageMiddleware.IsDoor(context.Request.Path)
            ? ProblemResult.WriteAsync(context, (Refusal)ProblemKind.DatabaseAway with { RetryAfter = NodeLoop.Period })
            : next(context);
}
