using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Consults;
using Telemed.Consults.Views;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;

namespace Telemed.Server.Consults;

/// <summary>Review, dispatch by hand, appointments, identity, several experts.</summary>
internal static partial class ConsultEndpoints
{
    private static void MapArranging(RouteGroupBuilder group)
    {
        group.MapPost("/{id}/review", (ConsultBodies.Plain body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.StartReviewAsync(caller, consult, ct)));
        MapVerdict(group, "approve", ReviewVerdict.Approved);
        MapVerdict(group, "return", ReviewVerdict.Returned);
        MapVerdict(group, "reject", ReviewVerdict.Rejected);
        MapVerdict(group, "note-review", ReviewVerdict.Noted);
        group.MapPost("/{id}/assign", (ConsultBodies.Named body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.AssignAsync(caller, consult, new(body.Specialist), ct)));
        group.MapPost("/{id}/reassign", (ConsultBodies.Reasoned body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.ReassignAsync(caller, consult, body.Reason, ct)));
        group.MapPost("/{id}/schedule", (ConsultBodies.Schedule body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.ScheduleAsync(caller, consult, body.StartsAt, ct)));
        group.MapPost("/{id}/arrive", (ConsultBodies.Plain body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.ArriveAsync(caller, consult, ct)));
        group.MapPost("/{id}/identify", (ConsultBodies.Identify body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.CheckIdentityAsync(caller, consult, body.Kinds, ct)));
        group.MapPost("/{id}/override-consent", (ConsultBodies.Reasoned body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.OverrideConsentAsync(caller, consult, body.Reason, ct)));
        group.MapPost("/{id}/invite", (ConsultBodies.Named body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.InviteAsync(caller, consult, new(body.Specialist), ct)));
        group.MapPost("/{id}/answer-invitation", (ConsultBodies.Answer body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.AnswerInvitationAsync(caller, consult, body.Accepted, body.Reason, ct)));
        group.MapPost("/{id}/hand-over", (ConsultBodies.Named body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.HandOverAsync(caller, consult, new(body.Specialist), ct)));
        group.MapPost("/{id}/wrong-patient", (ConsultBodies.Reasoned body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.StopWrongPatientAsync(caller, consult, body.Reason, ct)));
        group.MapPost("/{id}/break-glass", (ConsultBodies.Reasoned body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.BreakGlassAsync(caller, consult, body.Reason, ct)));
        group.MapPost("/{id}/co-sign", CoSignAsync).WithSummary("Signs beside the lead; the password is checked again.");
    }

    private static void MapVerdict(RouteGroupBuilder group, string path, ReviewVerdict verdict) =>
        group.MapPost("/{id}/" + path, (ConsultBodies.Noted body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.ReviewAsync(caller, consult, verdict, body.Note, ct)));

    private static async Task<Results<Ok<ConsultView>, ProblemResult>> CoSignAsync(
        ConsultBodies.Sign body, string id, Desk desk, PasswordCheck passwords)
    {
        var check = await passwords.CheckAsync(desk.Who.User, body.Password, desk.Cancelled);
        return check.Refusal is { } refusal
            ? new ProblemResult(refusal)
            : await desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.CoSignAsync(caller, consult, ct));
    }
}
