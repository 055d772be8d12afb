using System.CommandLine;
using System.Net;
using System.Text.Json.Nodes;
using Telemed.Cli.Feed;
using Telemed.Cli.Load;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed feed</c>: brings a box that speaks only plain RTP or RTSP into a room.</summary>
internal static class FeedCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var server = new ServerOptions(userRequired: false);
        var consult = new Option<string?>("--consult") { Description = "The consult to bring it into, as --user." };
        var room = new Option<string?>("--room") { Description = "Instead of --consult: a load room." };
        var token = new Option<string?>("--token") { Description = "A join token for the room; without it, one is asked for." };
        var feed = new Option<string>("--feed") { Description = "What it shows: exam, ultrasound, endoscope, …", DefaultValueFactory = _ => "exam" };
        var rtsp = new Option<string?>("--rtsp") { Description = "Play from this address, rtsp://[user:password@]host[:port]/path." };
        var sdp = new Option<FileInfo?>("--sdp") { Description = "Or: the box's SDP file, for --video-port and --audio-port." };
        var videoPort = new Option<int?>("--video-port") { Description = "Take the picture's RTP at this UDP port (RTCP at the next). Without --sdp: H.264, payload type 96." };
        var audioPort = new Option<int?>("--audio-port") { Description = "Take the sound's RTP at this UDP port. Without --sdp: Opus, payload type 111." };
        var listen = new Option<string>("--listen") { Description = "The local address of these ports.", DefaultValueFactory = _ => "0.0.0.0" };
        var seconds = new Option<int?>("--seconds") { Description = "Stay so long; without it, until the box or the room ends." };
        var command = new Command("feed", "Brings a box that speaks plain RTP or RTSP into a room, without transcoding: H.264, VP8, Opus.")
        {
            consult, room, token, feed, rtsp, sdp, videoPort, audioPort, listen, seconds,
        };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(consult) is null == result.GetValue(room) is null) result.AddError("Give one of --consult and --room.");
            var hasPort = result.GetValue(videoPort) is not null || result.GetValue(audioPort) is not null;
            if (result.GetValue(rtsp) is null != hasPort) result.AddError("Give --rtsp, or --video-port and --audio-port.");
        });
        command.SetAction(async (parsed, stop) =>
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (parsed.GetValue(seconds) is { } time) limit.CancelAfter(TimeSpan.FromSeconds(time));
            using var box = parsed.GetValue(rtsp) is { } address ? await OpenAsync(address, limit.Token) : null;
            var streams = box?.Streams ?? Streams(parsed.GetValue(sdp), parsed.GetValue(videoPort), parsed.GetValue(audioPort));
            var place = parsed.GetValue(consult) ?? parsed.GetRequiredValue(room)!;
            var door = new LoadServer(server.Url(parsed));
            door.Use(parsed.GetValue(token) ?? await TokenAsync(parsed, server, parsed.GetValue(consult), door, limit.Token));
            await using var run = await FeedRun.StartAsync(door, place, parsed.GetRequiredValue(feed), streams, Console.Error, limit.Token);
            try
            {
                await (box is not null ? run.PlayAsync(box) : run.ListenAsync(
                    parsed.GetValue(videoPort), parsed.GetValue(audioPort), IPAddress.Parse(parsed.GetRequiredValue(listen))));
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                // The time is up, or the relay has ended.
            }

            Console.WriteLine(new JsonObject { ["packets"] = run.Packets }.ToJsonString());
            return run.Packets > 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static async Task<RtspClient> OpenAsync(string address, CancellationToken stop)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme != "rtsp") throw new CliException("--rtsp wants an rtsp:// address", ExitCodes.Usage);
        var box = new RtspClient(url);
        try
        {
            await box.OpenAsync(stop);
            return box;
        }
        catch
        {
            box.Dispose();
            throw;
        }
    }

    private static IReadOnlyList<PlainMedia> Streams(FileInfo? sdp, int? video, int? audio)
    {
        if (sdp is not null) return PlainMedia.Read(File.ReadAllText(sdp.FullName));
        List<PlainMedia> streams = [];
        if (video is not null) streams.Add(new(true, 96, "H264", "packetization-mode=1", string.Empty));
        if (audio is not null) streams.Add(new(false, 111, "opus", string.Empty, string.Empty));
        return streams;
    }

    private static async Task<string> TokenAsync(ParseResult parsed, ServerOptions server, string? consult, LoadServer door, CancellationToken stop)
    {
        if (consult is null) return await door.TokenAsync("*", "publisher", stop);
        using var api = await server.SignInAsync(parsed, stop);
        var permit = await api.CommandAsync($"/api/consults/{Uri.EscapeDataString(consult)}/join", new JsonObject { ["device"] = "telemed feed" }, stop);
        return (string?)permit["token"] ?? throw new CliException("the server gave no token");
    }
}
