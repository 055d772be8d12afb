using Telemed.Server.Nodes;
using Telemed.Server.Problems;

namespace Telemed.Server.Hosting;

/// <summary>
/// Keeps foreign pages from acting through a person's browser. A request that changes state under <c>/api</c> or <c>/fhir</c> must carry
/// <c>X-Telemed: 1</c>, which a cross-site page cannot set without a preflight; a hub connection that names an origin
/// must come from ours, because WebSockets know no preflight.
/// </summary>
internal sealed class BrowserGuard(RequestDelegate next, NodeOrigins nodes)
{
    private const string Header = "X-Telemed";

    /// <summary>Refuses foreign requests, passes the others on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (IsApi(request.Path) && ChangesState(request.Method)
            && request.Headers[Header] != "1")
        {
            return ProblemResult.WriteAsync(context, new(ProblemKind.Forbidden, $"The header {Header}: 1 is missing."));
        }

        if (request.Path.StartsWithSegments("/hubs", StringComparison.OrdinalIgnoreCase) && !FromOurPage(request))
        {
            return ProblemResult.WriteAsync(context, new(ProblemKind.Forbidden, "The origin is not this server."));
        }

        return next(context);
    }

    private static bool IsApi(PathString path) =>
        path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase)
        || path.StartsWithSegments("/fhir", StringComparison.OrdinalIgnoreCase);

    private static bool ChangesState(string method) =>
        !HttpMethods.IsGet(method) && !HttpMethods.IsHead(method) && !HttpMethods.IsOptions(method);

    private bool FromOurPage(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || (Uri.TryCreate(origin, UriKind.Absolute, out var url)
                && string.Equals(url.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase))
            || nodes.Contains(origin);
    }
}
