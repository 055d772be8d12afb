using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
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

    private const string OtherClaim = "other";
    private const string ReaderClaim = "reader";

    /// <summary>How long a session lasts whose phone need not be the guest's own; and reading on one that is.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(4);

    /// <summary>How long the phone of an adult with dependants keeps its session.</summary>
    private static readonly TimeSpan WithDependants = TimeSpan.FromDays(365);

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
    /// <param name="context">The request.</param>
    /// <param name="visit">The case that the phone shows.</param>
    /// <param name="others">The cases of other dependants that stay on the same phone.</param>
    /// <param name="now">When.</param>
    /// <param name="reader">The patient's own phone also reads, by another link of the same case, and until when; or <c>null</c>.</param>
    public static Task OpenAsync(
        HttpContext context,
        GuestView visit,
        IEnumerable<(ConsultId Consult, PersonId Self)> others,
        DateTimeOffset now,
        (PersonId Self, DateTimeOffset Until)? reader = null) =>
        context.SignInAsync(
            SchemeName,
            new ClaimsPrincipal(new ClaimsIdentity(
                [
                    new(ClaimTypes.NameIdentifier, visit.Self.Value),
                    new(ConsultClaim, visit.Consult.Value),
                    .. others.Select(one => new Claim(OtherClaim, $"{one.Consult.Value} {one.Self.Value}")),
                    .. reader is { } also ? [new Claim(ReaderClaim, $"{also.Self.Value} {also.Until.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}")] : Array.Empty<Claim>(),
                ],
                SchemeName)),
            visit switch
            {
                _ when visit.Binding is not null || others.Any() => new() { IsPersistent = true, ExpiresUtc = now + WithDependants },
                { Contract: { Status: ContractStatus.InForce, Until: var until } } => new() { IsPersistent = true, ExpiresUtc = until },
                _ => new AuthenticationProperties(),
            });

    /// <summary>
    /// The cases on a phone that is about to show another one: the one it shows now and the others. Those whose patient is no
    /// dependant are left out by who reads them.
    /// </summary>
    public static async Task<IReadOnlyList<(ConsultId Consult, PersonId Self)>> HeldAsync(HttpContext context) =>
        (await context.AuthenticateAsync(SchemeName)).Principal is { } known
        && known.FindFirstValue(ClaimTypes.NameIdentifier) is { } self
        && known.FindFirstValue(ConsultClaim) is { } consult
            ? [(new(consult), new(self)), .. OthersOf(known)]
            : [];

    /// <summary>The cases of other dependants that a session holds.</summary>
    public static IReadOnlyList<(ConsultId Consult, PersonId Self)> OthersOf(ClaimsPrincipal who) =>
        [.. who.FindAll(OtherClaim).Select(one => one.Value.Split(' '))
            .Where(parts => parts.Length == 2)
            .Select(parts => (new ConsultId(parts[0]), new PersonId(parts[1])))];

    /// <summary>As whom a session reads beside what else it is, while it still does.</summary>
    public static (PersonId Self, DateTimeOffset Until)? ReaderOf(ClaimsPrincipal who, DateTimeOffset now) =>
        who.FindFirstValue(ReaderClaim)?.Split(' ') is [var self, var seconds]
        && DateTimeOffset.FromUnixTimeSeconds(long.Parse(seconds, CultureInfo.InvariantCulture)) is var until && until > now
            ? (new PersonId(self), until)
            : null;

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
