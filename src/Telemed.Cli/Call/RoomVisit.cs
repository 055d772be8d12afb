using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Telemed.Cli.Api;
using Telemed.Cli.Clips;
using Telemed.Cli.Hub;

namespace Telemed.Cli.Call;

/// <summary>One stay in a consult's room: from the join token to the end, with a clip as camera and microphone.</summary>
internal sealed class RoomVisit : IAsyncDisposable
{
    private const string ConsentText = "recording-2026-11";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan GoodbyeLimit = TimeSpan.FromSeconds(3);

    private readonly HubConnection _hub;
    private readonly CallMedia _media;
    private readonly TaskCompletionSource<string> _ended;

    private RoomVisit(HubConnection hub, CallMedia media, TaskCompletionSource<string> ended)
    {
        _hub = hub;
        _media = media;
        _ended = ended;
    }

    /// <summary>What was sent and received so far.</summary>
    public CallStatistics Statistics => _media.Statistics;

    /// <summary>Joins the room of a consult and begins to send.</summary>
    /// <exception cref="CliException">The server refused, or its answer is of no use.</exception>
    public static async Task<RoomVisit> JoinAsync(ServerApi api, string consultId, Clip clip, CancellationToken stop)
    {
        var permit = await api.CommandAsync(
            $"/api/consults/{Uri.EscapeDataString(consultId)}/join", new JsonObject { ["device"] = "telemed call" }, stop);
        var hubUrl = new Uri(api.Server, (string?)permit["hubUrl"] ?? "");
        var hub = HubClient.ForRoom(hubUrl, (string?)permit["token"] ?? "");
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<JsonObject>("Ended", message => ended.TrySetResult((string?)message["reason"] ?? "ended"));
        hub.Closed += lost =>
        {
            ended.TrySetResult(lost is null ? "closed" : "connection lost");
            return Task.CompletedTask;
        };
        try
        {
            return await EnterAsync(hub, clip, ended, stop);
        }
        catch (Exception fault)
        {
            await hub.DisposeAsync();
            throw fault switch
            {
                HubRefusedException => new CliException(fault.Message),
                HubException => new CliException($"the room refused: {fault.Message}"),
                System.Net.WebSockets.WebSocketException or IOException => new CliException($"the hub cannot be reached: {fault.Message}"),
                _ => fault,
            };
        }
    }

    /// <summary>Answers the consent to one's own recording.</summary>
    public Task ConsentToRecordingAsync(bool granted, string language, CancellationToken stop) => _hub.InvokeAsync(
        "Consent",
        Message(new JsonObject { ["item"] = "recording", ["granted"] = granted, ["textVersion"] = ConsentText, ["language"] = language }),
        stop);

    /// <summary>Stays until the room ends, the media fail, or the time is up; tells why.</summary>
    public async Task<string> StayAsync(TimeSpan limit, CancellationToken stop)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        if (limit != Timeout.InfiniteTimeSpan) timer.CancelAfter(limit);
        while (!_ended.Task.IsCompleted)
        {
            if (_media.Statistics.Ended) return $"media ended {_media.Statistics.Failure}".TrimEnd();
            try
            {
                await _ended.Task.WaitAsync(LookEvery, timer.Token);
            }
            catch (TimeoutException)
            {
                // Look at the media again.
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                return "time is up";
            }
        }

        return await _ended.Task;
    }

    /// <summary>Leaves the room as a person does, so that the others hear of it at once.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(GoodbyeLimit);
            if (_hub.State == HubConnectionState.Connected) await _hub.InvokeAsync("Leave", Message([]), limit.Token);
        }
        catch (Exception gone) when (gone is HubException or OperationCanceledException or IOException or InvalidOperationException)
        {
            // The room is gone already.
        }

        _media.Dispose();
        await _hub.DisposeAsync();
    }

    private static async Task<RoomVisit> EnterAsync(
        HubConnection hub, Clip clip, TaskCompletionSource<string> ended, CancellationToken stop)
    {
        await hub.StartAsync(stop);
        using var offer = new CallOffer();
        var reply = await hub.InvokeAsync<JsonObject>(
            "Join", Message(new JsonObject { ["offerSdp"] = offer.Sdp, ["device"] = "telemed call" }), stop);
        var media = offer.Accept((string?)reply["answerSdp"] ?? "", clip);
        try
        {
            await PublishAsync(hub, CallOffer.AudioMid, "audio", "voice", stop);
            await PublishAsync(hub, CallOffer.VideoMid, "video", "face", stop);
            return new RoomVisit(hub, media, ended);
        }
        catch
        {
            media.Dispose();
            throw;
        }
    }

    private static Task PublishAsync(HubConnection hub, string mid, string kind, string feed, CancellationToken stop) => hub.InvokeAsync(
        "SetPublication",
        Message(new JsonObject { ["mid"] = mid, ["kind"] = kind, ["feed"] = feed, ["label"] = "", ["muted"] = false }),
        stop);

    private static JsonObject Message(JsonObject body)
    {
        body["messageId"] = Guid.NewGuid().ToString("N");
        return body;
    }
}
