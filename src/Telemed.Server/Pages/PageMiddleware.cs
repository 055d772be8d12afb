using Microsoft.Net.Http.Headers;

namespace Telemed.Server.Pages;

/// <summary>
/// Serves the page for requests that no endpoint takes: its files, and its start for every address inside the page. A
/// file name that is not there, and anything under the API's roots, falls through to "not found".
/// </summary>
internal sealed class PageMiddleware(RequestDelegate next, PageFiles files)
{
    private static readonly string[] Roots = ["/api", "/hubs", "/openapi", "/fhir", "/whip", "/whep"];

    /// <summary>Whether an address is one of the API's, a hub's or a standard door's, and none of the page.</summary>
    public static bool IsDoor(PathString path) => Array.Exists(Roots, root => path.StartsWithSegments(root, StringComparison.OrdinalIgnoreCase));

    /// <summary>Serves the page or goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var request = context.Request;
        if (context.GetEndpoint() is not null || !(HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method)))
        {
            return next(context);
        }

        var path = request.Path.Value ?? "/";
        var file = files.Find(path) ?? (IsPageRoute(request.Path) ? files.Index : null);
        return file is null ? next(context) : ServeAsync(context, file);
    }

    private static bool IsPageRoute(PathString path) =>
        !Path.HasExtension(path.Value) && !IsDoor(path);

    private static async Task ServeAsync(HttpContext context, PageFile file)
    {
        var response = context.Response;
        response.Headers.ETag = file.Tag;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        response.Headers.CacheControl = file.Immutable ? "public, max-age=31536000, immutable" : "no-cache";
        if (context.Request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (body, encoding) = Choose(context.Request, file);
        response.ContentType = file.ContentType;
        response.ContentLength = body.Length;
        if (encoding is not null)
        {
            response.Headers.ContentEncoding = encoding;
        }

        if (HttpMethods.IsGet(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    private static (byte[] Body, string? Encoding) Choose(HttpRequest request, PageFile file)
    {
        var accepted = request.GetTypedHeaders().AcceptEncoding;
        return file.Brotli is not null && Accepts(accepted, "br") ? (file.Brotli, "br")
            : file.Gzip is not null && Accepts(accepted, "gzip") ? (file.Gzip, "gzip")
            : (file.Plain, null);
    }

    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string encoding) =>
        accepted.Any(item => item.Value == encoding && item.Quality is null or > 0);
}
