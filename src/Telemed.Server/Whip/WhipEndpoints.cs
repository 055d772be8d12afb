using System.Text;
using Microsoft.Net.Http.Headers;
using Telemed.Server.Hosting;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;
using Telemed.Server.Tokens;

namespace Telemed.Server.Whip;

/// <summary>
/// The standard doors for devices: WHIP (RFC 9725) to publish a feed, and WHEP (draft-ietf-wish-whep) to play one. The
/// join token is the bearer token; it is used up by the POST, and the session's own URL stays open to it.
/// </summary>
internal static class WhipEndpoints
{
    private const string OfferType = "application/sdp";
    private const string FragmentType = "application/trickle-ice-sdpfrag";

    /// <summary>Maps both doors.</summary>
    public static void MapWhip(this IEndpointRouteBuilder routes)
    {
        Map(routes, "/whip/{room}/{feed}", sends: true);
        Map(routes, "/whep/{room}/{publication}", sends: false);
    }

    private static void Map(IEndpointRouteBuilder routes, string endpoint, bool sends)
    {
        var (door, does) = sends ? ("WHIP", "publishes a feed") : ("WHEP", "plays a publication");
        var group = routes.MapGroup(endpoint).RequireAuthorization(SessionCookie.JoinTokenPolicy);
        group.MapPost("", (HttpContext context, Doors doors) => OpenAsync(context, doors, sends)).WithSummary($"{door}: {does}.");
        group.MapMethods("", [HttpMethods.Options], Describe).AllowAnonymous().WithSummary($"{door}: what the door takes.");
        group.MapPatch("/{session}", (string session, HttpContext context, WhipSessions sessions) =>
            ChangeAsync(session, context, sessions)).WithSummary($"{door}: trickles candidates or restarts ICE.");
        group.MapDelete("/{session}", (string session, HttpContext context, WhipSessions sessions) =>
            EndAsync(session, context, sessions)).WithSummary($"{door}: ends the session.");
    }

    private static IResult Describe(HttpContext context)
    {
        context.Response.Headers["Accept-Post"] = OfferType;
        context.Response.Headers["Accept-Patch"] = FragmentType;
        return Results.Ok();
    }

    private static async Task<IResult> OpenAsync(HttpContext context, Doors doors, bool sends)
    {
        if (!HasType(context.Request, OfferType))
        {
            return new ProblemResult(new(ProblemKind.NotJson, $"The body must be {OfferType}."));
        }

        if (!DeviceOffer.Read(await ReadAsync(context.Request), sends).TryGet(out var offer, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        var ticket = JoinTicket.From(context.User)!;
        var room = doors.Room(ticket, Value(context, "room"));
        var answer = sends
            ? await room.PublishAsync(ticket, Value(context, "feed"), offer)
            : await room.PlayAsync(ticket, Value(context, "publication"), offer);
        if (!answer.TryGet(out var reply, out refusal))
        {
            return new ProblemResult(refusal);
        }

        var session = new WhipSession(WhipSession.NewId(), ticket.Id, room, reply, offer);
        doors.Sessions.Add(session);
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}/{session.Id}";
        context.Response.Headers.ETag = session.Tag;
        if (doors.IceServerLinks() is { Length: > 0 } links)
        {
            context.Response.Headers.Link = links;
        }

        context.Response.Headers.CacheControl = "no-store";
        return Results.Text(reply.AnswerSdp, OfferType, Encoding.UTF8, StatusCodes.Status201Created);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpContext context, WhipSessions sessions)
    {
        if (Find(id, context, sessions) is not { } session)
        {
            return new ProblemResult(ProblemKind.NotFound);
        }

        if (!HasType(context.Request, FragmentType))
        {
            return new ProblemResult(new(ProblemKind.NotJson, $"The body must be {FragmentType}."));
        }

        if (context.Request.GetTypedHeaders().IfMatch is not { Count: > 0 } tags)
        {
            return new ProblemResult(ProblemKind.PreconditionRequired);
        }

        if (!IceFragment.TryParse(await ReadAsync(context.Request), out var fragment))
        {
            return new ProblemResult(new(ProblemKind.Invalid, "The fragment cannot be read."));
        }

        await session.Gate.WaitAsync(context.RequestAborted);
        try
        {
            return await ChangeAsync(session, tags, fragment!, context.Response);
        }
        finally
        {
            session.Gate.Release();
        }
    }

    /// <summary>
    /// RFC 9725 section 4.3: a restart says <c>If-Match: *</c>; candidates name the ICE session that they belong to. What
    /// comes with the credentials that hold already is no restart, whatever it says.
    /// </summary>
    private static async Task<IResult> ChangeAsync(
        WhipSession session, IList<EntityTagHeaderValue> tags, IceFragment fragment, HttpResponse response)
    {
        var any = tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any));
        if (!any && !tags.Any(tag => !tag.IsWeak && tag.Tag == session.Tag))
        {
            return new ProblemResult(ProblemKind.PreconditionFailed);
        }

        if (fragment.Credentials is not { } credentials || credentials.UsernameFragment == session.Ufrag)
        {
            return Results.NoContent();
        }

        if (!any)
        {
            return new ProblemResult(new(
                ProblemKind.OfferUnsupported, "Other credentials are an ICE restart, which says If-Match: *."));
        }

        var offer = IceFragment.Renew(session.OfferSdp, credentials);
        if (!(await session.Room.NegotiateDeviceAsync(session.Device, offer)).TryGet(out var reply, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        session.Restarted(offer, credentials.UsernameFragment);
        response.Headers.ETag = session.Tag;
        return Results.Text(IceFragment.OfAnswer(reply.AnswerSdp), FragmentType, Encoding.UTF8);
    }

    private static async Task<IResult> EndAsync(string id, HttpContext context, WhipSessions sessions)
    {
        if (Find(id, context, sessions) is not { } session)
        {
            return new ProblemResult(ProblemKind.NotFound);
        }

        sessions.Forget(session.RoomId, session.Device);
        await session.Room.EndDeviceAsync(session.Device);
        return Results.Ok();
    }

    /// <summary>The session, if it is the token's own: others need not know that it is there.</summary>
    private static WhipSession? Find(string id, HttpContext context, WhipSessions sessions) =>
        sessions.TryFind(id, out var session) && session.Ticket == JoinTicket.From(context.User)!.Id ? session : null;

    private static string Value(HttpContext context, string name) => (string)context.Request.RouteValues[name]!;

    private static bool HasType(HttpRequest request, string type) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var seen)
        && seen.MediaType.Equals(type, StringComparison.OrdinalIgnoreCase);

    private static async Task<string> ReadAsync(HttpRequest request)
    {
        if (request.ContentLength > Edge.LargestBody)
        {
            throw new BadHttpRequestException("The body is too large.", StatusCodes.Status413PayloadTooLarge);
        }

        using var reader = new StreamReader(request.Body, Encoding.UTF8);
        return await reader.ReadToEndAsync(request.HttpContext.RequestAborted);
    }
}
