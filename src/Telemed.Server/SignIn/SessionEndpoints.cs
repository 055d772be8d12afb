using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Stores;
using Telemed.Server.Audit;
using Telemed.Server.Consults;
using Telemed.Server.Options;
using Telemed.Server.Problems;

namespace Telemed.Server.SignIn;

/// <summary>Signing in and out.</summary>
internal static class SessionEndpoints
{
    /// <summary>The rate limit of sign-in attempts.</summary>
    public const string SignInLimit = "sign-in";

    /// <summary>Maps <c>/api/session</c> and <c>/api/me</c>.</summary>
    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/session", SignInAsync).AllowAnonymous().RequireRateLimiting(SignInLimit)
            .WithSummary("Signs in.");
        routes.MapDelete("/api/session", SignOutAsync).AllowAnonymous().WithSummary("Signs out.");
        routes.MapGet("/api/me", GetMeAsync).RequireAuthorization(SessionCookie.EnrolPolicy)
            .WithSummary("The signed-in person.");
    }

    private static async Task<Results<Ok<Me>, ProblemResult>> SignInAsync(
        SignInRequest request,
        PasswordCheck check,
        FactorCheck factors,
        SignInAudit audit,
        ServerOptions options,
        TimeProvider time,
        IDirectory directory,
        HttpContext context)
    {
        var answer = await check.CheckAsync(request.User, request.Password, context.RequestAborted);
        var network = await directory.LoadAsync(context.RequestAborted);
        if (!answer.TryGet(out var person, out var refusal) || network.FindPerson(person) is not { } who)
        {
            await audit.AddAsync(context, request.User, refusal ?? ProblemKind.SignInRefused);
            return new ProblemResult(refusal ?? ProblemKind.SignInRefused);
        }

        if (await factors.CheckAsync(who, request.Code, onlyIfOn: true, context.RequestAborted) is { } wrong)
        {
            await audit.AddAsync(context, request.User, wrong);
            return new ProblemResult(wrong);
        }

        var factor = await directory.FindSecondFactorAsync(who.Id, context.RequestAborted) is { On: true };
        await SessionCookie.OpenAsync(context, who.Id.Value, factor);
        await audit.AddAsync(context, request.User, null);
        return TypedResults.Ok(Me.Of(who, network, time.GetUtcNow()) with
        {
            SecondFactor = factor,
            SecondFactorMissing = options.SignIn.SecondFactorRequired && !factor,
        });
    }

    private static async Task<NoContent> SignOutAsync(Sessions sessions, HttpContext context)
    {
        if (SessionCookie.Session(context.User) is { } session)
        {
            await sessions.EndAsync(session);
        }

        await context.SignOutAsync(SessionCookie.SchemeName);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Me>> GetMeAsync(
        Desk desk, IDirectory directory, ServerOptions options, ClaimsPrincipal principal) =>
        TypedResults.Ok(Me.Of(desk.Who, await directory.LoadAsync(desk.Cancelled), desk.Now) with
        {
            SecondFactor = await directory.FindSecondFactorAsync(desk.Who.Id, desk.Cancelled) is { On: true },
            SecondFactorMissing = options.SignIn.SecondFactorRequired && !SessionCookie.HasTwoFactors(principal),
        });
}
