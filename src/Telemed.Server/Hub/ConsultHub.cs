using System.Text.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;
using Telemed.Consults.Consults;
using Telemed.Recording.Journal;
using Telemed.Server.Audit;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;
using Telemed.Server.SignIn;
using Telemed.Server.Telemetry;
using Telemed.Server.Tokens;
using Telemed.Server.Whip;

namespace Telemed.Server.Hub;

/// <summary>
/// What a browser can say in a room. Every method parses, asks the room, and returns; a refusal is a
/// <see cref="HubException"/> whose message begins with its code.
/// </summary>
[Authorize(SessionCookie.JoinTokenPolicy)]
internal sealed class ConsultHub(Doors doors, Attendance attendance, AuditTrail trail, TimeProvider time) : Microsoft.AspNetCore.SignalR.Hub
{
    private const int LongestOffer = 200_000;
    private const int LongestLabel = 100;
    private const int LongestStroke = 400;

    private JoinTicket Ticket => JoinTicket.From(Context.User)!;

    /// <summary>The participant's id; a load ticket is used by many, so each connection is one of its own.</summary>
    private string Who => Ticket is { IsLoad: false } ticket ? ticket.Person : Context.ConnectionId;

    private IRoom Room => Context.Items["room"] as IRoom ?? throw ((Refusal)ProblemKind.RoomClosed).ToHubException();

    /// <summary>Enters the room with an offer.</summary>
    public async Task<JoinReply> Join(JsonElement request)
    {
        var read = Read<JoinRequest>(request, one => one.MessageId);
        Bound("offerSdp", read.OfferSdp, LongestOffer);
        var ticket = Ticket;
        var room = doors.Room(ticket, Context.GetHttpContext()!.Request.Query["room"].ToString());
        if (!Context.Items.TryGetValue("outbox", out var outbox))
        {
            Context.Items["outbox"] = outbox = new Outbox(Context, Clients.Caller);
        }

        var reply = (await Traces.JoinAsync(() => room.JoinAsync(ticket, (Outbox)outbox!, read))).OrThrow();
        if (Context.Items.TryAdd("room", room))
        {
            attendance.Enter(Who);
        }

        return reply;
    }

    /// <summary>Adds to, or renews, the connection by a further offer.</summary>
    public async Task<NegotiateReply> Negotiate(JsonElement request)
    {
        var read = Read<NegotiateRequest>(request, one => one.MessageId);
        Bound("offerSdp", read.OfferSdp, LongestOffer);
        return (await Room.NegotiateAsync(Who, read)).OrThrow();
    }

    /// <summary>Says what one of the caller's sending m-lines shows.</summary>
    public async Task SetPublication(JsonElement request)
    {
        var read = Read<PublicationRequest>(request, one => one.MessageId);
        Bound("label", read.Label ?? string.Empty, LongestLabel);
        (await Room.SetPublicationAsync(Who, read)).OrThrow();
    }

    /// <summary>Says what the caller sends over their link.</summary>
    public async Task SetMode(JsonElement request) =>
        (await Room.SetModeAsync(Ticket.Person, Read<ModeRequest>(request, one => one.MessageId))).OrThrow();

    /// <summary>Says what the caller wishes to see.</summary>
    public async Task SetSlots(JsonElement request)
    {
        var read = Read<SlotsRequest>(request, one => one.MessageId);
        if (read.Wishes.Count > 64)
        {
            throw Refusal.InvalidField("wishes", "length").ToHubException();
        }

        (await Room.SetSlotsAsync(Who, read)).OrThrow();
    }

    /// <summary>Says how the caller hears the interpreter.</summary>
    public async Task SetMix(JsonElement request) =>
        (await Room.SetMixAsync(Who, Read<MixRequest>(request, one => one.MessageId))).OrThrow();

    /// <summary>Answers a consent for the caller.</summary>
    public async Task Consent(JsonElement request) =>
        (await Room.ConsentAsync(Who, Read<ConsentRequest>(request, one => one.MessageId))).OrThrow();

    /// <summary>Writes to the room.</summary>
    public async Task Chat(JsonElement request)
    {
        var read = Read<ChatRequest>(request, one => one.MessageId);
        Bound("text", read.Text, ChatLine.Longest);
        if (string.IsNullOrWhiteSpace(read.Text))
        {
            throw Refusal.InvalidField("text", "required").ToHubException();
        }

        (await Room.ChatAsync(Who, read)).OrThrow();
    }

    /// <summary>Sets a mark in the recording.</summary>
    public async Task Mark(JsonElement request)
    {
        var read = Read<MarkRequest>(request, one => one.MessageId);
        Bound("label", read.Label ?? string.Empty, LongestLabel);
        (await Room.MarkAsync(Who, read)).OrThrow();
    }

    /// <summary>Asks for the recording to run or to rest; who asked and what came of it is audited (U1).</summary>
    public async Task AskRecording(JsonElement request)
    {
        var read = Read<AskRecordingRequest>(request, one => one.MessageId);
        await NotedAsync("recording.ask", read.On ? "on" : "off", await Room.AskRecordingAsync(Who, read));
    }

    /// <summary>Answers who asked for the recording; audited as the question is (U1).</summary>
    public async Task AnswerRecording(JsonElement request)
    {
        var read = Read<AnswerRecordingRequest>(request, one => one.MessageId);
        await NotedAsync("recording.answer", read.Granted ? "yes" : "not-now", await Room.AnswerRecordingAsync(Who, read));
    }

    /// <summary>Draws over a picture, or wipes it.</summary>
    public async Task Draw(JsonElement request)
    {
        var read = Read<DrawRequest>(request, one => one.MessageId);
        if (read.Points is { Count: > 0 } points && (points.Count > LongestStroke || !JournalDrawing.IsLine(points)))
        {
            throw Refusal.InvalidField("points", "range").ToHubException();
        }

        (await Room.DrawAsync(Who, read)).OrThrow();
    }

    /// <summary>Shows a file of the case to the others, goes on with it, or ends.</summary>
    public async Task Present(JsonElement request)
    {
        var read = Read<PresentRequest>(request, one => one.MessageId);
        Bound("file", read.File ?? string.Empty, LongestLabel);
        if (read.File is not null && read.View is not { IsInRange: true })
        {
            throw Refusal.InvalidField("view", "range").ToHubException();
        }

        if (read.Pointer is { } at && (at.Count != 2 || !JournalDrawing.IsLine(at)))
        {
            throw Refusal.InvalidField("pointer", "range").ToHubException();
        }

        (await Room.PresentAsync(Who, read)).OrThrow();
    }

    /// <summary>Raises the hand of who looks on, or takes it down.</summary>
    public async Task RaiseHand(JsonElement request) =>
        (await Room.RaiseHandAsync(Who, Read<HandRequest>(request, one => one.MessageId))).OrThrow();

    /// <summary>Gives the word to somebody who looks on, or takes it back.</summary>
    public async Task GiveWord(JsonElement request)
    {
        var read = Read<WordRequest>(request, one => one.MessageId);
        Bound("participant", read.Participant ?? string.Empty, LongestLabel);
        if (read.Seconds is < 1 or > RoomHost.LongestWordSeconds)
        {
            throw Refusal.InvalidField("seconds", "range").ToHubException();
        }

        (await Room.GiveWordAsync(Who, read)).OrThrow();
    }

    /// <summary>Mutes somebody else's voice; who, whose and what came of it is audited (U1).</summary>
    public async Task Mute(JsonElement request)
    {
        var read = Read<MuteRequest>(request, one => one.MessageId);
        Bound("participant", read.Participant, LongestLabel);
        await NotedAsync("room.mute", read.Participant, await Room.MuteAsync(Who, read));
    }

    /// <summary>Removes somebody else, or a device; who, whom and what came of it is audited (U1).</summary>
    public async Task Remove(JsonElement request)
    {
        var read = Read<RemoveRequest>(request, one => one.MessageId);
        Bound("participant", read.Participant, LongestLabel);
        await NotedAsync("room.remove", read.Participant, await Room.RemoveAsync(Who, read));
    }

    /// <summary>Puts the call on hold for the caller, or goes on with it.</summary>
    public async Task Hold(JsonElement request) =>
        (await Room.SetHeldAsync(Who, Read<HoldRequest>(request, one => one.MessageId))).OrThrow();

    /// <summary>Asks for a still of a camera in the room.</summary>
    public async Task Still(JsonElement request) =>
        (await Room.StillAsync(Who, Read<StillRequest>(request, one => one.MessageId))).OrThrow();

    /// <summary>Leaves the room for good.</summary>
    public async Task Leave(JsonElement request) =>
        (await Room.LeaveAsync(Who, Read<LeaveRequest>(request, one => one.MessageId))).OrThrow();

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(Exception? exception)
    {
        if (Context.Items.TryGetValue("room", out var room))
        {
            attendance.Leave(Who);
            ((IRoom)room!).Disconnected(Who, Context.ConnectionId);
        }

        return Task.CompletedTask;
    }

    private async Task NotedAsync(string action, string whom, Answer<Nothing> answer)
    {
        await trail.AddAsync(
            new(
                time.GetUtcNow(), Who, action, Ticket.Room,
                answer.Refusal?.Kind.Code ?? "done",
                Context.GetHttpContext()!.Connection.RemoteIpAddress?.ToString(),
                answer.Refusal is null ? whom : null), // Of what is refused anything might stand there.
            Context.ConnectionAborted);
        answer.OrThrow();
    }

    private static T Read<T>(JsonElement request, Func<T, string> messageId)
        where T : class
    {
        var read = HubArguments.Read<T>(request).OrThrow();
        return messageId(read) is { Length: > 0 and <= 64 }
            ? read
            : throw Refusal.InvalidField("messageId", "length").ToHubException();
    }

    private static void Bound(string field, string text, int longest)
    {
        if (text.Length > longest)
        {
            throw Refusal.InvalidField(field, "length").ToHubException();
        }
    }
}
