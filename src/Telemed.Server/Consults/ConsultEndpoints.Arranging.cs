using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Views;
using Telemed.Server.Options;
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
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.ScheduleAsync(
                    caller,
                    consult,
                    body.StartsAt,
                    body.Via,
                    body.Specialist is { } with ? new PersonId(with) : null,
                    body.Resources is { } some ? [.. some.Select(ResourceId.From)] : null,
                    ct)));
        group.MapGet("/{id}/places", PlacesAsync).WithSummary("The free places of the next seven days, of the lead or of all who may be asked; rooms and devices.");
        group.MapGet("/{id}/slip", SlipAsync).WithSummary("What a paper slip for the patient carries; nothing of the patient.");
        group.MapPost("/{id}/probe", (ConsultBodies.Probe body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.ReportProbeAsync(caller, consult, body.Link, ct)));
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
        group.MapPost("/{id}/enter-order", (ConsultBodies.EnterOrder body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.EnterOrderAsync(caller, consult, new(body.Authority, body.Number, body.Reason), body.Until, ct)));
        group.MapPost("/{id}/confirm-order", (ConsultBodies.Order body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.ConfirmOrderAsync(caller, consult, body.Id, ct)));
        group.MapPost("/{id}/end-order", (ConsultBodies.Order body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.EndOrderAsync(caller, consult, body.Id, ct)));
        group.MapPost("/{id}/answer-play", (ConsultBodies.AnswerPlay body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.AnswerPlayAsync(caller, consult, new(body.Recording), body.Granted, body.Reason, ct)));
        group.MapPost("/{id}/break-glass", (ConsultBodies.Reasoned body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.BreakGlassAsync(caller, consult, body.Reason, ct)));
        group.MapPost("/{id}/interpreter", (ConsultBodies.Interpreter body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.AskInterpreterAsync(caller, consult, body.Language, ct)));
        group.MapPost("/{id}/answer-interpreting", (ConsultBodies.Answer body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.AnswerInterpretingAsync(caller, consult, body.Accepted, ct)));
        group.MapPost("/{id}/end-interpreter", (ConsultBodies.Plain body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.EndInterpreterAsync(caller, consult, ct)));
        group.MapPost("/{id}/teaching", (ConsultBodies.Teaching body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.TeachAsync(caller, consult, body.Open, ct)));
        group.MapPost("/{id}/co-sign", CoSignAsync).WithSummary("Signs beside the lead; the password is checked again.");
    }

    private static async Task<Results<Ok<PlacesView>, ProblemResult>> PlacesAsync(string id, Desk desk) =>
        (await desk.Consults.ListPlacesAsync(desk.Who, new(id), desk.Now, desk.Cancelled)).ToAnswer()
            .TryGet(out var places, out var refusal) ? TypedResults.Ok(places) : new ProblemResult(refusal);

    /// <summary>The code leads whoever scans it at a desk of the network to the case, once they have signed in; it says for when it was made out.</summary>
    private static async Task<Results<Ok<Slip>, ProblemResult>> SlipAsync(
        string id, Desk desk, ServerOptions options, HttpContext context)
    {
        var answer = (await desk.Consults.FindAsync(desk.Who, new(id), desk.Now, desk.Cancelled)).ToAnswer();
        if (!answer.TryGet(out var view, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        if (view.StartsAt is not { } starts)
        {
            return new ProblemResult(new Refusal(ProblemKind.Refused, "There is no appointment.") { Reason = "not-in-state" });
        }

        var here = options.AddressOf(context.Request);
        using var code = QRCodeGenerator.GenerateQrCode($"{here}/#/consult/{view.Id.Value}/slip/{starts.ToUnixTimeSeconds()}", QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        return TypedResults.Ok(new Slip(starts, view.Service, view.Specialist, view.Appointed, svg.GetGraphic(4)));
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
