using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Media;
using Telemed.Server.Problems;
using Telemed.Server.Tokens;

namespace Telemed.Server.Whip;

/// <summary>
/// What a load generator on this machine asks: a token for load rooms, recordings of them, and what the process has used so
/// far. Only there with <c>Telemed:LoadRooms</c>.
/// </summary>
internal static class LoadEndpoints
{
    private static readonly string[] Roles = [JoinTicket.PublisherRole, JoinTicket.ViewerRole, JoinTicket.AnyRole];

    /// <summary>Maps <c>/api/load</c> when load rooms are on.</summary>
    public static void MapLoad(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<LoadAccess>().IsOn)
        {
            return;
        }

        var group = app.MapGroup("/api/load").AllowAnonymous().ExcludeFromDescription();
        group.AddEndpointFilter(async (context, next) =>
            context.HttpContext.RequestServices.GetRequiredService<LoadAccess>().Admits(context.HttpContext)
                ? await next(context)
                : new ProblemResult(ProblemKind.NotFound));
        group.MapPost("/tokens", Issue);
        group.MapPut("/recording", (LoadRecordingBody body, LoadRooms rooms) => rooms.RecordAsync(body.On));
        group.MapGet("/usage", (MediaNode media) => LoadUsage.Of(media.Snapshot()));
    }

    private static Results<Ok<LoadToken>, ProblemResult> Issue(LoadTokenBody body, JoinTokens tokens, TimeProvider time) =>
        body.Room.Length is 0 or > 100 ? new ProblemResult(Refusal.InvalidField("room", "length"))
        : !Roles.Contains(body.Role, StringComparer.Ordinal) ? new ProblemResult(Refusal.InvalidField("role", "unknown"))
        : TypedResults.Ok(new LoadToken(tokens.IssueForLoad(body.Room, body.Role, time.GetUtcNow())));
}
