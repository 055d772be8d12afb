using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Telemed.Consults.Consults;
using Telemed.Consults.Views;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;

namespace Telemed.Server.Guests;

/// <summary>
/// The session of somebody who came by a link: a cookie of its own kind that opens the guest's doors and no other. It
/// says who in which consult; whether they may still be there is asked of the case each time.
/// </summary>
internal static class GuestCookie
{
    /// <summary>The scheme and the policy.</summary>
    public const string SchemeName = "guest";

    /// <summary>The claim that names the consult; the audit reads it too.</summary>
    public const string ConsultClaim = "consult";

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(4);

    /// <summary>Registers the scheme and its policy.</summary>
    public static void AddGuests(this IServiceCollection services)
    {
        services.AddAuthentication().AddCookie(SchemeName, Shape);
        services.AddAuthorizationBuilder().AddPolicy(
            SchemeName, policy => policy.AddAuthenticationSchemes(SchemeName).RequireAuthenticatedUser());
    }

    /// <summary>
    /// Opens a guest's session. A patient with a family doctor's contract keeps it on their phone for as long as the
    /// contract holds: they call by it from home.
    /// </summary>
    public static Task OpenAsync(HttpContext context, GuestView visit) => context.SignInAsync(
        SchemeName,
        new ClaimsPrincipal(new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, visit.Self.Value), new(ConsultClaim, visit.Consult.Value)], SchemeName)),
        visit.Contract is { Status: ContractStatus.InForce, Until: var until }
            ? new AuthenticationProperties { IsPersistent = true, ExpiresUtc = until }
            : new AuthenticationProperties());

    private static void Shape(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "telemed.guest";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.IsEssential = true;
        options.Cookie.Path = "/api/guest";
        options.ExpireTimeSpan = Lifetime;
        options.SlidingExpiration = false;
        options.CookieManager = new SessionCookieManager();
        options.Events.OnRedirectToLogin = context => ProblemResult.WriteAsync(context.HttpContext, ProblemKind.SignedOut);
        options.Events.OnRedirectToAccessDenied =
            context => ProblemResult.WriteAsync(context.HttpContext, ProblemKind.Forbidden);
    }
}
