using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Ids;
using Telemed.Consults.Stores;
using Telemed.Server.Consults;
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
        routes.MapGet("/api/me", GetMeAsync).RequireAuthorization(SessionCookie.SchemeName)
            .WithSummary("The signed-in person.");
    }

    private static async Task<Results<Ok<Me>, ProblemResult>> SignInAsync(
        SignInRequest request,
        PasswordCheck check,
        IDirectory directory,
        TimeProvider time,
        HttpContext context)
    {
        var answer = await check.CheckAsync(request.User, request.Password, context.RequestAborted);
        if (!answer.TryGet(out var person, out var refusal)
            || (refusal = await OpenAsync(context, directory, person)) is not null)
        {
            return new ProblemResult(refusal);
        }

        var network = await directory.LoadAsync(context.RequestAborted);
        return TypedResults.Ok(Me.Of(network.FindPerson(person)!, network, time.GetUtcNow()));
    }

    private static async Task<Refusal?> OpenAsync(HttpContext context, IDirectory directory, PersonId person)
    {
        if ((await directory.LoadAsync(context.RequestAborted)).FindPerson(person) is null)
        {
            return ProblemKind.SignInRefused;
        }

        await context.SignInAsync(SessionCookie.SchemeName, SessionCookie.Open(person.Value));
        return null;
    }

    private static async Task<NoContent> SignOutAsync(Sessions sessions, HttpContext context)
    {
        if (SessionCookie.Session(context.User) is { } session)
        {
            sessions.End(session);
        }

        await context.SignOutAsync(SessionCookie.SchemeName);
        return TypedResults.NoContent();
    }

    private static async Task<Ok<Me>> GetMeAsync(Desk desk, IDirectory directory) =>
        TypedResults.Ok(Me.Of(desk.Who, await directory.LoadAsync(desk.Cancelled), desk.Now));
}
