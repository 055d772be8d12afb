using System.Globalization;
using System.Reflection;
using Microsoft.AspNetCore.Http.Metadata;
using Telemed.Server.Json;

namespace Telemed.Server.Problems;

/// <summary>A refusal as an HTTP answer.</summary>
internal sealed class ProblemResult(Refusal refusal) : IResult, IEndpointMetadataProvider
{
    /// <summary>The refusal's code, or the decider's reason where it has one.</summary>
    public string Code => refusal.Reason ?? refusal.Kind.Code;

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext) => WriteAsync(httpContext, refusal);

    /// <summary>Writes a refusal as the whole answer.</summary>
    public static Task WriteAsync(HttpContext context, Refusal refusal)
    {
        context.Response.StatusCode = refusal.Kind.Status;
        context.Response.Headers.CacheControl = "no-store";
        if (refusal.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter =
                Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        return context.Response.WriteAsJsonAsync(
            ProblemBody.Of(refusal), Wire.Options, "application/problem+json", context.RequestAborted);
    }

    /// <summary>Tells the API's description that any answer may be a problem.</summary>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(
            StatusCodes.Status400BadRequest, typeof(ProblemBody), ["application/problem+json"]));
}
