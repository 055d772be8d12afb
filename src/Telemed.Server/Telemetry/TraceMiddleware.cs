using System.Diagnostics;

namespace Telemed.Server.Telemetry;

/// <summary>A span for each request to the API, named by its method and its route: what stands in a path or a query is in none.</summary>
internal sealed class TraceMiddleware(RequestDelegate next)
{
    /// <summary>Traces the request and hands it on.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (RouteOf(context) is not { } route || !Traces.Source.HasListeners())
        {
            await next(context);
            return;
        }

        Activity.Current = null; // The framework's own activity is not sent and would leave this one without a parent.
        using var span = Traces.Source.StartActivity($"{context.Request.Method} {route}", ActivityKind.Server);
        span?.SetTag("http.request.method", context.Request.Method);
        span?.SetTag("http.route", route);
        try
        {
            await next(context);
        }
        catch
        {
            span?.SetStatus(ActivityStatusCode.Error); // The status is made of it further out.
            throw;
        }

        var status = context.Response.StatusCode;
        span?.SetTag("http.response.status_code", status);
        if (status >= StatusCodes.Status500InternalServerError)
        {
            span?.SetStatus(ActivityStatusCode.Error);
        }
    }

    /// <summary>The route of a REST request; null for the page, the hubs and what has none.</summary>
    private static string? RouteOf(HttpContext context) =>
        (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText is { } raw
            && ("/" + raw.TrimStart('/')) is var route
            && (route.StartsWith("/api/", StringComparison.Ordinal) || route.StartsWith("/fhir/", StringComparison.Ordinal)
                || route.StartsWith("/whip/", StringComparison.Ordinal) || route.StartsWith("/whep/", StringComparison.Ordinal))
            ? route
            : null;
}
