using System.Net;
using System.Security.Claims;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Telemed.Server.Hub;
using Telemed.Server.Json;
using Telemed.Server.Nodes;
using Telemed.Server.Options;
using Telemed.Server.Pages;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;
using Telemed.Server.Telemetry;
using Telemed.Server.Tokens;

namespace Telemed.Server.Hosting;

/// <summary>What every request passes before an endpoint sees it.</summary>
internal static class Edge
{
    /// <summary>The largest body of a REST request in bytes. An offer of 35 slots has 139 kB.</summary>
    public const int LargestBody = 262_144;

    /// <summary>Registers what the edge needs.</summary>
    public static void AddEdge(this WebApplicationBuilder builder, ServerOptions options)
    {
        var services = builder.Services;
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            IceTcpDoor.Open(kestrel);
        });
        services.AddSingleton(options);
        services.TryAddKeyedSingleton(RegionTime.Machine, TimeProvider.System);
        services.AddSingleton(provider => new RegionTime(provider.GetRequiredKeyedService<TimeProvider>(RegionTime.Machine)));
        services.AddSingleton<TimeProvider>(provider => provider.GetRequiredService<RegionTime>());
        services.AddSingleton<FaultCounter>();
        services.AddExceptionHandler<FaultHandler>();
        services.AddSingleton(_ => PageFiles.Load(
            builder.Configuration["Telemed:PageDirectory"] ?? Path.Combine(AppContext.BaseDirectory, "wwwroot")));
        services.ConfigureHttpJsonOptions(json => Wire.Apply(json.SerializerOptions));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = false);
        services.AddOpenApi("v1", description => description.AddSchemaTransformer<IdSchema>());
        services.AddCors(cors => cors.AddPolicy(HubServices.FromNodes, policy => policy.AllowAnyHeader().WithMethods(HttpMethods.Post, HttpMethods.Get)));
        services.AddOptions<CorsOptions>().Configure<NodeOrigins>((cors, nodes) =>
            cors.GetPolicy(HubServices.FromNodes)!.IsOriginAllowed = nodes.Contains);
        services.AddRateLimiter(limiter => Limit(limiter, options.SignIn));
    }

    /// <summary>Puts the edge in front of the endpoints.</summary>
    public static void UseEdge(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(context => ProblemResult.WriteAsync(
            context.HttpContext, ProblemKind.ByStatus(context.HttpContext.Response.StatusCode)));
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<TraceMiddleware>();
        app.UseMiddleware<PageMiddleware>();
        app.UseMiddleware<BrowserGuard>();
        app.UseMiddleware<FencedGuard>();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
    }

    private static void Limit(Microsoft.AspNetCore.RateLimiting.RateLimiterOptions limiter, SignInOptions bounds)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
            IsLoadTest(context) ? RateLimitPartition.GetNoLimiter("load") : RateLimitPartition.GetTokenBucketLimiter(
                Caller(context), _ => new()
                {
                    TokenLimit = bounds.RequestsPerSecond * 10,
                    TokensPerPeriod = bounds.RequestsPerSecond,
                    ReplenishmentPeriod = TimeSpan.FromSeconds(1),
                    QueueLimit = 0,
                }));
        limiter.AddPolicy(SessionEndpoints.SignInLimit, context =>
            RateLimitPartition.GetFixedWindowLimiter(Address(context), _ => new()
            {
                PermitLimit = bounds.PerMinute,
                Window = TimeSpan.FromMinutes(1),
                QueueLimit = 0,
            }));
        limiter.OnRejected = (context, _) =>
        {
            var known = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait);
            return new(ProblemResult.WriteAsync(
                context.HttpContext,
                (Refusal)ProblemKind.TooManyRequests with { RetryAfter = known ? wait : TimeSpan.FromSeconds(1) }));
        };
    }

    private static bool IsLoadTest(HttpContext context) =>
        (context.Request.Path.StartsWithSegments("/whip", StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments("/whep", StringComparison.OrdinalIgnoreCase))
        && context.RequestServices.GetRequiredService<LoadAccess>().Admits(context);

    private static string Caller(HttpContext context) =>
        context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } person ? "p:" + person : "a:" + Address(context);

    private static string Address(HttpContext context) =>
        (context.Connection.RemoteIpAddress ?? IPAddress.None).ToString();
}
