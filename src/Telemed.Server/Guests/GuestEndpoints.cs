using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using QRCoder;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Views;
using Telemed.Server.Audit;
using Telemed.Server.Consults;
using Telemed.Server.Nodes;
using Telemed.Server.Options;
using Telemed.Server.Problems;
using Telemed.Server.Recordings;
using Telemed.Server.SignIn;
using Telemed.Server.Tokens;

namespace Telemed.Server.Guests;

/// <summary>Links for the patient and for who speaks for them, and what they can do with one.</summary>
internal static class GuestEndpoints
{
    /// <summary>Maps <c>/api/consults/{id}/guests</c> for the clinic and <c>/api/guest</c> for who came by a link.</summary>
    public static void MapGuests(this IEndpointRouteBuilder routes)
    {
        var clinic = routes.MapGroup("/api/consults/{id}/guests").RequireAuthorization(SessionCookie.SchemeName)
            .AddEndpointFilter<AuditFilter>();
        clinic.MapPost("/", InviteAsync).WithSummary("A link for the patient, or for who speaks for them; shown once.");
        clinic.MapPost("/{guest}/withdraw", (ConsultBodies.Plain body, string id, string guest, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.EndGuestAsync(caller, consult, new(guest), ct)))
            .WithSummary("Takes a link back, and what it has opened.");
        clinic.MapPost("/{guest}/bind", (GuestBodies.Bind body, string id, string guest, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.BindDependantAsync(
                caller, consult, new(guest), body.Method, body.TextVersion, body.Language, new(body.Adult, body.Witness), ct)))
            .WithSummary("Binds who speaks for the patient to them as their dependant, with consent.");
        clinic.MapPost("/{guest}/unbind", (GuestBodies.Unbind body, string id, string guest, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.UnbindDependantAsync(caller, consult, new(guest), body.Reason, ct)))
            .WithSummary("Unbinds the two.");

        routes.MapPost("/api/guest/session", OpenAsync).AllowAnonymous()
            .RequireRateLimiting(SessionEndpoints.SignInLimit).WithSummary("Uses a link.");
        var guest = routes.MapGroup("/api/guest").RequireAuthorization(GuestCookie.SchemeName)
            .AddEndpointFilter<AuditFilter>();
        guest.MapGet("/", FindAsync).WithSummary("The consult as the guest sees it.");
        guest.MapPost("/consents", ConsentAsync).WithSummary("The guest's yes or no, as the patient or for them.");
        guest.MapGet("/places", PlacesAsync).WithSummary("The half hours that can be booked online.");
        guest.MapPost("/schedule", ScheduleAsync).WithSummary("Makes or moves the appointment.");
        guest.MapPost("/contract", SignContractAsync)
            .WithSummary("The patient signs the family doctor's contract, or does not.");
        guest.MapPost("/contract/end", (GuestBodies.EndContract body, GuestCaller guest) => ActAsync(
            guest,
            body.CommandId,
            caller => guest.Desk.EndContractAsync(caller, guest.Consult, body.Reason, guest.Cancelled)))
            .WithSummary("The patient ends it.");
        guest.MapPost("/alert", (GuestBodies.Alert body, GuestCaller guest) => ActAsync(
            guest,
            body.CommandId,
            caller => guest.Desk.RaiseAlertAsync(caller, guest.Consult, body.Text, guest.Cancelled)))
            .WithSummary("The patient calls the house from home.");
        guest.MapGet("/dependants", DependantsAsync).WithSummary("The cases of the dependants on this phone.");
        guest.MapPost("/switch", SwitchAsync).WithSummary("Shows another dependant's case on this phone.");
        guest.MapPost("/unbind", (GuestBodies.Unbind body, GuestCaller guest) => ActAsync(
            guest,
            body.CommandId,
            caller => guest.Desk.UnbindDependantAsync(caller, guest.Consult, guest.Self, body.Reason, guest.Cancelled)))
            .WithSummary("The adult unbinds themselves from the dependant.");
        guest.MapPost("/recordings/{id}/ask", AskToPlayAsync)
            .WithSummary("The patient asks to play a recording of the case.");
        guest.MapGet("/recordings/{id}/video", PlayAsync).AddEndpointFilter<UnreadableRecordingFilter>().AddEndpointFilter<RestoreFilter>()
            .WithSummary("The composed file, once a records officer has granted it.");
        guest.MapPost("/join", JoinAsync).WithSummary("A token for the room.");
        guest.MapDelete("/session", CloseAsync).WithSummary("Ends the guest's session in this browser.");
    }

    private static async Task<Results<Created<NewGuestLink>, ProblemResult>> InviteAsync(
        GuestBodies.Invite body, string id, Desk desk, GuestLinks links, ServerOptions options, HttpContext context)
    {
        var consult = new ConsultId(id);
        var guest = GuestLinks.GuestOf(consult, desk.Who.Id, new(body.CommandId));
        var answer = await desk.AskAsync(body.CommandId, (d, caller, ct) => d.InviteGuestAsync(
            caller, consult, guest, body.Kind, links.HashOf(consult, guest), body.Name, body.Reads, ct));
        if (!answer.TryGet(out var view, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        var here = options.AddressOf(context.Request);
        var url = $"{here}/#/guest/{links.Write(consult, guest)}";
        using var code = QRCodeGenerator.GenerateQrCode(url, QRCodeGenerator.ECCLevel.M);
        using var svg = new SvgQRCode(code);
        var until = view.Guests.First(one => one.Id == guest).Until;
        return TypedResults.Created((string?)null, new NewGuestLink(guest, url, svg.GetGraphic(4), until, view));
    }

    private static async Task<Results<Ok<GuestView>, ProblemResult>> OpenAsync(
        GuestBodies.Open body, ConsultDesk desk, AuditTrail trail, TimeProvider time, HttpContext context)
    {
        if (!GuestLinks.TryRead(body.Link, out var consult, out var guest, out var key))
        {
            return new ProblemResult(new Refusal(ProblemKind.Refused, "There is no such link.") { Reason = "link-unknown" });
        }

        var opened = (await desk.OpenGuestLinkAsync(
            consult, guest, GuestLinks.Hash(key), body.Name, body.Identifier, time.GetUtcNow(), context.RequestAborted)).ToAnswer();
        await trail.AddAsync(
            new(
                time.GetUtcNow(),
                Short(guest.Value),
                "guest.open",
                Short(consult.Value),
                opened.Refusal is { } why ? why.Reason ?? why.Kind.Code : "done",
                context.Connection.RemoteIpAddress?.ToString()),
            CancellationToken.None);
        if (!opened.TryGet(out var view, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        if (view is { Reads: true, Binding: null } && await FindOwnAsync(view, desk, time.GetUtcNow(), context) is { } own)
        {
            return TypedResults.Ok(AlsoReading(own, view));
        }

        // Another dependant's case stays on the phone beside the one that is opened now.
        var now = time.GetUtcNow();
        // Who is the patient takes over nothing: the phone may be the clinic's.
        var held = view.Kind == GuestKind.Proxy
            ? await desk.ListDependantsAsync(await GuestCookie.HeldAsync(context), now, context.RequestAborted)
            : [];
        await GuestCookie.OpenAsync(context, view, Beside(held, view), now);
        return TypedResults.Ok(view);
    }

    /// <summary>
    /// The phone on which the patient's contract or a binding of the same case runs keeps that, and reads beside it: it is by
    /// the one that the house is called from home.
    /// </summary>
    private static async Task<GuestView?> FindOwnAsync(GuestView reader, ConsultDesk desk, DateTimeOffset now, HttpContext context)
    {
        var held = await GuestCookie.HeldAsync(context);
        foreach (var (consult, self) in held.Where(one => one.Consult == reader.Consult))
        {
            if ((await desk.FindGuestAsync(consult, self, now, context.RequestAborted)).ToAnswer().TryGet(out var own, out _)
                && own is { Contract.Status: ContractStatus.InForce } or { Binding: not null })
            {
                await GuestCookie.OpenAsync(
                    context, own, held.Where(one => one.Consult != consult), now, (reader.Self, now + GuestCookie.Lifetime));
                return own;
            }
        }

        return null;
    }

    private static GuestView AlsoReading(GuestView own, GuestView reader) =>
        own with { Reads = true, Opinion = reader.Opinion, Recordings = reader.Recordings };

    /// <summary>What they see, with what they also read; only that when the other is over.</summary>
    private static async Task<Answer<GuestView>> WithReadingAsync(GuestCaller guest, Answer<GuestView> seen)
    {
        if (guest.Reader is not { } also)
        {
            return seen;
        }

        var found = (await guest.Desk.FindGuestAsync(guest.Consult, also.Self, guest.Now, guest.Cancelled)).ToAnswer();
        return !found.TryGet(out var reader, out _) ? seen : seen.TryGet(out var own, out _) ? AlsoReading(own, reader) : found;
    }

    private static async Task<Answer<GuestView>> SeenAsync(GuestCaller guest) => await WithReadingAsync(
        guest, (await guest.Desk.FindGuestAsync(guest.Consult, guest.Self, guest.Now, guest.Cancelled)).ToAnswer());

    private static IEnumerable<(ConsultId Consult, PersonId Self)> Beside(IEnumerable<DependantView> held, GuestView shown) =>
        held.Where(one => one.Consult != shown.Consult).Take(DependantBinding.MostOnOnePhone - 1)
            .Select(one => (one.Consult, one.Self));

    private static async Task<Results<Ok<GuestView>, ProblemResult>> FindAsync(GuestCaller caller, HttpContext context)
    {
        var found = await SeenAsync(caller);
        if (found.Refusal is not null
            && await caller.Desk.ListDependantsAsync(caller.Others, caller.Now, caller.Cancelled) is [var next, ..] others)
        {
            // The case that was shown is over; the phone goes on with another dependant's.
            found = (await caller.Desk.FindGuestAsync(next.Consult, next.Self, caller.Now, caller.Cancelled)).ToAnswer();
            if (found.TryGet(out var other, out _))
            {
                await GuestCookie.OpenAsync(context, other, Beside(others, other), caller.Now);
            }

            return Answered(found);
        }

        if (found.TryGet(out var view, out _) && view.Binding is not null
            && (await context.AuthenticateAsync(GuestCookie.SchemeName)).Properties is { IsPersistent: false })
        {
            await GuestCookie.OpenAsync(context, view, caller.Others, caller.Now, caller.Reader); // Bound since: the phone keeps its session.
        }

        return Answered(found);
    }

    private static async Task<Ok<IReadOnlyList<DependantView>>> DependantsAsync(GuestCaller caller) =>
        TypedResults.Ok(await caller.Desk.ListDependantsAsync(
            [(caller.Consult, caller.Self), .. caller.Others], caller.Now, caller.Cancelled));

    private static async Task<Results<Ok<GuestView>, ProblemResult>> SwitchAsync(
        GuestBodies.Switch body, GuestCaller caller, HttpContext context)
    {
        var held = await caller.Desk.ListDependantsAsync(
            [(caller.Consult, caller.Self), .. caller.Others], caller.Now, caller.Cancelled);
        if (held.FirstOrDefault(one => one.Consult.Value == body.Consult) is not { } wanted)
        {
            return new ProblemResult(ProblemKind.NotFound);
        }

        var found = (await caller.Desk.FindGuestAsync(wanted.Consult, wanted.Self, caller.Now, caller.Cancelled)).ToAnswer();
        if (found.TryGet(out var view, out _))
        {
            await GuestCookie.OpenAsync(context, view, Beside(held, view), caller.Now);
        }

        return Answered(found);
    }

    private static async Task<Results<Ok<GuestView>, ProblemResult>> ConsentAsync(GuestBodies.Consent body, GuestCaller caller) =>
        body.CommandId.Length is 0 or > 64
            ? new ProblemResult(Refusal.InvalidField("commandId", "length"))
            : Answered((await caller.Desk.ConsentAsGuestAsync(
                caller.Consult,
                caller.Self,
                new(body.CommandId),
                new(
                    body.Item,
                    ConsentSubject.Patient,
                    body.Granted,
                    ConsentMethod.Click,
                    null,
                    body.TextVersion,
                    body.Language,
                    body.Guardian),
                caller.Now,
                caller.Cancelled)).ToAnswer());

    private static async Task<Results<Ok<PlacesView>, ProblemResult>> PlacesAsync(GuestCaller caller)
    {
        if (await caller.Desk.FindPersonAsync(caller.Consult, caller.Self, caller.Cancelled) is not { } who)
        {
            return new ProblemResult(ProblemKind.NotFound);
        }

        var places = (await caller.Desk.ListPlacesAsync(who, caller.Consult, caller.Now, caller.Cancelled)).ToAnswer();
        return places.TryGet(out var view, out var refusal) ? TypedResults.Ok(view) : new ProblemResult(refusal);
    }

    private static async Task<Results<Ok<GuestView>, ProblemResult>> ScheduleAsync(GuestBodies.Schedule body, GuestCaller caller) =>
        body.CommandId.Length is 0 or > 64
            ? new ProblemResult(Refusal.InvalidField("commandId", "length"))
            : Answered((await caller.Desk.ScheduleAsGuestAsync(
                caller.Consult,
                caller.Self,
                new(body.CommandId),
                body.StartsAt,
                body.Specialist is { } with ? new PersonId(with) : null,
                caller.Now,
                caller.Cancelled)).ToAnswer());

    private static async Task<Results<Ok<GuestView>, ProblemResult>> SignContractAsync(
        GuestBodies.Contract body, GuestCaller guest, HttpContext context)
    {
        var answer = await AskAsync(guest, body.CommandId, caller => guest.Desk.AnswerContractAsync(
            caller, guest.Consult, body.Signed, ConsentMethod.Click, null, guest.Cancelled));
        if (answer.TryGet(out var view, out _))
        {
            await GuestCookie.OpenAsync(context, view, guest.Others, guest.Now, guest.Reader);
        }

        return Answered(answer);
    }

    private static async Task<Results<Ok<GuestView>, ProblemResult>> ActAsync(
        GuestCaller guest, string command, Func<Caller, Task<Outcome<ConsultView>>> act) =>
        Answered(await AskAsync(guest, command, act));

    private static async Task<Results<Ok<GuestView>, ProblemResult>> AskToPlayAsync(ConsultBodies.Plain body, string id, GuestCaller guest)
    {
        var answer = await AskAsync(
            guest with { Self = guest.ReadingSelf },
            body.CommandId,
            caller => guest.Desk.AskToPlayAsync(caller, guest.Consult, new(id), guest.Cancelled));
        return Answered(answer.Refusal is null ? await SeenAsync(guest) : answer);
    }

    private static async Task<Answer<GuestView>> AskAsync(
        GuestCaller guest, string command, Func<Caller, Task<Outcome<ConsultView>>> act) =>
        command.Length is 0 or > 64
            ? Refusal.InvalidField("commandId", "length")
            : (await guest.Desk.AsGuestAsync(
                guest.Consult, guest.Self, new(command), guest.Now, act, guest.Cancelled)).ToAnswer();

    private static async Task<Results<Ok<JoinGrant>, ProblemResult>> JoinAsync(
        GuestCaller caller, JoinTokens tokens, TurnServers turn, RoomPlaces places)
    {
        var who = await caller.Desk.FindPersonAsync(caller.Consult, caller.Self, caller.Cancelled);
        if (who is null)
        {
            return new ProblemResult(ProblemKind.NotFound);
        }

        var may = (await caller.Desk.MayJoinAsync(who, caller.Consult, caller.Now, caller.Cancelled)).ToAnswer();
        return may.TryGet(out var side, out var refusal)
            ? TypedResults.Ok(JoinGrant.For(
                who.Id, caller.Consult, side, await places.FindAsync(caller.Consult, caller.Cancelled), caller.Now, tokens, turn))
            : new ProblemResult(refusal);
    }

    private static async Task<Results<FileStreamHttpResult, ProblemResult>> PlayAsync(
        string id, GuestCaller guest, PlayDoor door, HttpContext context) =>
        await guest.Desk.FindPersonAsync(guest.Consult, guest.ReadingSelf, guest.Cancelled) is { } who
            ? await door.PlayAsync(who, id, guest.Now, context)
            : new ProblemResult(ProblemKind.NotFound);

    private static async Task<NoContent> CloseAsync(IAuthenticationService sessions, HttpContext context)
    {
        await sessions.SignOutAsync(context, GuestCookie.SchemeName, null);
        return TypedResults.NoContent();
    }

    /// <summary>What somebody typed in place of a link says no more in the audit than a link would.</summary>
    private static string Short(string id) => id.Length <= 60 ? id : id[..60];

    private static Results<Ok<GuestView>, ProblemResult> Answered(Answer<GuestView> answer) =>
        answer.TryGet(out var view, out var refusal) ? TypedResults.Ok(view) : new ProblemResult(refusal);
}
