using System.Security.Claims;
using Telemed.Server.Guests;
using Telemed.Server.Problems;

namespace Telemed.Server.Audit;

/// <summary>
/// Notes what is asked of the doors behind it: who, which door, on what, from where, and what came of it (U1). Reading the
/// same thing again within some minutes is one look. Refused questions are noted as well.
/// </summary>
internal sealed class AuditFilter(AuditTrail trail, Looks looks, TimeProvider time) : IEndpointFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var result = await next(context);
        var http = context.HttpContext;
        if (http.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } actor)
        {
            var entry = new AuditEntry(
                time.GetUtcNow(),
                actor,
                ActionOf(http),
                http.Request.RouteValues["id"] as string ?? http.User.FindFirstValue(GuestCookie.ConsultClaim),
                OutcomeOf(result),
                http.Connection.RemoteIpAddress?.ToString(),
                http.Request.RouteValues["file"] as string);
            if (!HttpMethods.IsGet(http.Request.Method) || looks.Begins(entry))
            {
                await trail.AddAsync(entry, CancellationToken.None);
            }
        }

        return result;
    }

    /// <summary>The door without ids, such as <c>get consults</c> or <c>post consults sign</c>.</summary>
    private static string ActionOf(HttpContext http)
    {
        var pattern = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern;
        var words = pattern?.PathSegments
            .SelectMany(segment => segment.Parts)
            .OfType<Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart>()
            .Select(part => part.Content)
            .Where(word => word != "api") ?? [];
        return $"{http.Request.Method.ToLowerInvariant()} {string.Join(' ', words)}";
    }

    private static string OutcomeOf(object? result)
    {
        var inner = result is INestedHttpResult nested ? nested.Result : result;
        return inner is ProblemResult problem ? problem.Code : "done";
    }
}
