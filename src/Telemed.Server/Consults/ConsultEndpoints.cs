using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Views;
using Telemed.Server.Audit;
using Telemed.Server.Nodes;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;
using Telemed.Server.Tokens;

namespace Telemed.Server.Consults;

/// <summary>Consults: what is asked, answered and decided. Access is the domain's; it is asked by every command.</summary>
internal static partial class ConsultEndpoints
{
    /// <summary>Maps <c>/api/consults</c> and everything below but recordings.</summary>
    public static void MapConsults(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/consults").RequireAuthorization(SessionCookie.SchemeName)
            .AddEndpointFilter<AuditFilter>();
        group.MapPost("/", CreateAsync).WithSummary("Opens a draft.");
        group.MapGet("/", ListAsync).WithSummary("The consults of a list, newest first.");
        group.MapGet("/{id}", FindAsync).WithSummary("A consult as the caller may see it.");
        group.MapGet("/{id}/chat", ChatAsync).WithSummary("All that was written in the room, in order.");
        group.MapPut("/{id}/draft", EditAsync).WithSummary("Saves a draft again.");
        group.MapPost("/{id}/consents", ConsentAsync).WithSummary("Stores a consent, a refusal or a withdrawal.");
        group.MapPost("/{id}/join", JoinAsync).WithSummary("A token for the room.");
        MapCommands(group);
        MapArranging(group);
        MapAftermath(group);
    }

    private static void MapCommands(RouteGroupBuilder group)
    {
        group.MapPost("/{id}/submit", (ConsultBodies.Plain body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.SubmitAsync(caller, consult, ct)));
        group.MapPost("/{id}/cancel", (ConsultBodies.Reasoned body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.CancelAsync(caller, consult, body.Reason, ct)));
        group.MapPost("/{id}/accept", (ConsultBodies.Accept body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.AcceptAsync(caller, consult, new(body.OfferId), ct)));
        group.MapPost("/{id}/decline", (ConsultBodies.Decline body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.DeclineAsync(caller, consult, new(body.OfferId), body.Reason, ct)));
        group.MapPost("/{id}/redispatch", (ConsultBodies.Plain body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.RedispatchAsync(caller, consult, ct)));
        group.MapPost("/{id}/end", (ConsultBodies.Plain body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.EndAsync(caller, consult, ct)));
        group.MapPost("/{id}/transfer", (ConsultBodies.Reasoned body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.TransferAsync(caller, consult, body.Reason, ct)));
        group.MapPost("/{id}/opinion", (ConsultBodies.Opinion body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.SaveOpinionAsync(caller, consult, new(body.Findings, body.Advice), ct)));
        group.MapPost("/{id}/sign", SignAsync).WithSummary("Signs the opinion; the password is checked again.");
        group.MapPost("/{id}/amend", (ConsultBodies.Amend body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.AmendAsync(caller, consult, body.Text, ct)));
        group.MapPost("/{id}/acknowledge", (ConsultBodies.Acknowledge body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.AcknowledgeAsync(caller, consult, body.Adopted, body.Note, ct)));
        group.MapPost("/{id}/close", (ConsultBodies.Plain body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.CloseAsync(caller, consult, ct)));
        group.MapPost("/{id}/proceed-unrecorded", (ConsultBodies.Reasoned body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.ProceedUnrecordedAsync(caller, consult, body.Reason, ct)));
    }

    private static async Task<Results<Created<ConsultView>, ProblemResult>> CreateAsync(
        ConsultBodies.Draft body, Desk desk)
    {
        var answer = await desk.AskAsync(body.CommandId, (d, caller, ct) => d.CreateAsync(caller, Request(body), ct));
        return answer.TryGet(out var view, out var refusal)
            ? TypedResults.Created($"/api/consults/{view.Id}", view)
            : new ProblemResult(refusal);
    }

    private static Task<Results<Ok<ConsultView>, ProblemResult>> EditAsync(
        ConsultBodies.Draft body, string id, Desk desk) =>
        desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
            d.EditDraftAsync(caller, consult, Request(body), ct));

    private static async Task<Results<Ok<IReadOnlyList<ConsultRowView>>, ProblemResult>> ListAsync(
        Desk desk, string? view)
    {
        ConsultList? list = view switch
        {
            null or "mine" => ConsultList.Mine,
            "queue" => ConsultList.Queue,
            _ => null,
        };
        return list is { } known
            ? TypedResults.Ok(await desk.Consults.ListAsync(desk.Who, known, desk.Now, desk.Cancelled))
            : new ProblemResult(Refusal.InvalidField("view", "unknown"));
    }

    private static async Task<Results<Ok<ConsultView>, ProblemResult>> FindAsync(string id, Desk desk)
    {
        var found = await desk.Consults.FindAsync(desk.Who, new(id), desk.Now, desk.Cancelled);
        return found.ToAnswer().TryGet(out var view, out var refusal)
            ? TypedResults.Ok(desk.WithProgress(view))
            : new ProblemResult(refusal);
    }

    private static async Task<Results<Ok<IReadOnlyList<ChatLineView>>, ProblemResult>> ChatAsync(string id, Desk desk)
    {
        var read = await desk.Consults.ReadChatAsync(desk.Who, new(id), desk.Now, desk.Cancelled);
        return read.ToAnswer().TryGet(out var lines, out var refusal) ? TypedResults.Ok(lines) : new ProblemResult(refusal);
    }

    private static Task<Results<Ok<ConsultView>, ProblemResult>> ConsentAsync(
        ConsultBodies.Consent body, string id, Desk desk) =>
        desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.ConsentAsync(
            caller,
            consult,
            new(
                body.Item,
                body.Subject,
                body.Granted,
                body.Method,
                body.Witness,
                body.TextVersion,
                body.Language,
                body.Guardian),
            ct));

    private static async Task<Results<Ok<ConsultView>, ProblemResult>> SignAsync(
        ConsultBodies.Sign body, string id, Desk desk, PasswordCheck passwords)
    {
        var check = await passwords.CheckAsync(desk.Who.User, body.Password, desk.Cancelled);
        return check.Refusal is { } refusal
            ? new ProblemResult(refusal)
            : await desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.SignAsync(caller, consult, ct));
    }

    private static async Task<Results<Ok<JoinGrant>, ProblemResult>> JoinAsync(
        ConsultBodies.Join body, string id, Desk desk, JoinTokens tokens, TurnServers turn, RoomPlaces places)
    {
        _ = body; // The device will matter once a person can be in a room with two of them.
        var may = (await desk.Consults.MayJoinAsync(desk.Who, new(id), desk.Now, desk.Cancelled)).ToAnswer();
        return may.TryGet(out var side, out var refusal)
            ? TypedResults.Ok(JoinGrant.For(
                desk.Who.Id, new(id), side, await places.FindAsync(new(id), desk.Cancelled), desk.Now, tokens, turn))
            : new ProblemResult(refusal);
    }

    private static ConsultRequest Request(ConsultBodies.Draft body) => new(
        new ServiceCode(body.Service),
        body.Urgency,
        body.WishedSpecialist is { } wished ? new PersonId(wished) : null,
        new(body.Summary, new(
            body.Patient.Name, body.Patient.Sex, body.Patient.AgeYears, body.Patient.Identifiers ?? [])),
        body.Read);
}
