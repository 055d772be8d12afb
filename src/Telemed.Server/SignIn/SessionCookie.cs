using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Telemed.Consults.Stores;
using Telemed.Server.Options;
using Telemed.Server.Problems;
using Telemed.Server.Secrets;
using Telemed.Server.Tokens;
using Telemed.Storage;
using Telemed.Storage.Nodes;

namespace Telemed.Server.SignIn;

/// <summary>The session: a cookie that scripts cannot read, that no foreign page can use, and that ends by itself.</summary>
internal static class SessionCookie
{
    /// <summary>The scheme and the policy of everything that needs a signed-in person.</summary>
    public const string SchemeName = "session";

    /// <summary>The policy of what a person may do before a second factor is on, where one is required.</summary>
    public const string EnrolPolicy = "session-enrol";

    /// <summary>The claim, and its value, of a session that was opened with two factors.</summary>
    private const string FactorClaim = "amr";
    private const string Factor = "otp";

    /// <summary>The policy of the consult hub, which goes by join token.</summary>
    public const string JoinTokenPolicy = "join-token";

    private const string SessionClaim = "sid";

    /// <summary>The longest a session lives while its person makes no request but sits in a room.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>Registers sessions, join-token authentication and the policies.</summary>
    public static void AddSignIn(this WebApplicationBuilder builder, ServerOptions options)
    {
        var services = builder.Services;
        services.AddDataProtection().SetApplicationName("telemed");
        services.AddSingleton(provider => provider.GetRequiredService<ConsultDatabase>().Sessions);
        services.AddOptions<KeyManagementOptions>().Configure<ISessionStore>((keys, sessions) =>
            keys.XmlRepository = options.PostgreSql is null
                ? new PrivateXmlRepository(Path.Combine(options.SecretsDirectory, "session-keys"))
                : new SharedXmlRepository(sessions));
        services.AddSingleton(provider => new Sessions(
            provider.GetRequiredService<ISessionStore>(), provider.GetRequiredService<TimeProvider>(), Longest));
        services.AddSingleton<Attendance>();
        services.AddSingleton(provider => new LockOut(
            options.SignIn.Failures,
            options.SignIn.Window,
            provider.GetRequiredService<ISessionStore>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<FactorCheck>();
        services.AddAuthentication(SchemeName)
            .AddCookie(SchemeName, cookie => Shape(cookie, options.SignIn.Idle))
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, JoinTokenAuthentication>(
                JoinTokenAuthentication.SchemeName, configureOptions: null);
        services.AddAuthorizationBuilder()
            .AddPolicy(SchemeName, policy =>
            {
                policy.AddAuthenticationSchemes(SchemeName).RequireAuthenticatedUser();
                if (options.SignIn.SecondFactorRequired)
                {
                    policy.RequireClaim(FactorClaim, Factor);
                }
            })
            .AddPolicy(EnrolPolicy, policy => policy.AddAuthenticationSchemes(SchemeName).RequireAuthenticatedUser())
            .AddPolicy(JoinTokenPolicy, policy =>
                policy.AddAuthenticationSchemes(JoinTokenAuthentication.SchemeName).RequireAuthenticatedUser());
    }

    /// <summary>Opens a new session of a person.</summary>
    public static Task OpenAsync(HttpContext context, string person, bool twoFactors) => context.SignInAsync(
        SchemeName,
        new ClaimsPrincipal(new ClaimsIdentity(
            [
                new(ClaimTypes.NameIdentifier, person),
                new(SessionClaim, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))),
                .. twoFactors ? (Claim[])[new(FactorClaim, Factor)] : [],
            ],
            SchemeName)));

    /// <summary>Whether a session was opened with two factors.</summary>
    public static bool HasTwoFactors(ClaimsPrincipal principal) => principal.HasClaim(FactorClaim, Factor);

    /// <summary>The id of the session that a request belongs to.</summary>
    public static string? Session(ClaimsPrincipal principal) => principal.FindFirstValue(SessionClaim);

    private static void Shape(CookieAuthenticationOptions options, TimeSpan idle)
    {
        options.Cookie.Name = "telemed.session";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.IsEssential = true;
        options.ExpireTimeSpan = Longest > idle ? Longest : idle;
        options.SlidingExpiration = true;
        options.CookieManager = new SessionCookieManager();
        options.Events.OnCheckSlidingExpiration = context =>
        {
            // Renewed by any request more than a minute after the last renewal, so that the time of issue is that of
            // the last request, to a minute.
            context.ShouldRenew = context.ElapsedTime > TimeSpan.FromMinutes(1) || context.ShouldRenew;
            return Task.CompletedTask;
        };
        options.Events.OnValidatePrincipal = async context =>
        {
            var lastRequest = context.Properties.IssuedUtc ?? DateTimeOffset.MinValue;
            if (!await IsAliveAsync(context.HttpContext, context.Principal, lastRequest, idle))
            {
                context.RejectPrincipal();
            }
        };
        options.Events.OnRedirectToLogin = context => ProblemResult.WriteAsync(context.HttpContext, ProblemKind.SignedOut);
        options.Events.OnRedirectToAccessDenied =
            context => ProblemResult.WriteAsync(context.HttpContext, ProblemKind.Forbidden);
    }

    private static async Task<bool> IsAliveAsync(
        HttpContext context, ClaimsPrincipal? principal, DateTimeOffset lastRequest, TimeSpan idle)
    {
        var services = context.RequestServices;
        return principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } person
            && Session(principal) is { } session
            && !services.GetRequiredService<Sessions>().IsEnded(session)
            && !services.GetRequiredService<Attendance>().IsIdle(person, lastRequest, idle)
            && (await services.GetRequiredService<IDirectory>().LoadAsync(context.RequestAborted))
                .FindPerson(new(person)) is not null;
    }
}
