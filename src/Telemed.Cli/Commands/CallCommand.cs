using System.CommandLine;
using System.Text.Json;
using Telemed.Cli.Api;
using Telemed.Cli.Call;
using Telemed.Cli.Clips;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed call</c>: takes part in a consult with a clip as camera and microphone.</summary>
internal static class CallCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private static readonly Option<FileInfo> Clip = new("--clip")
    {
        Description = "The clip, any file with picture and sound that ffmpeg can read; it is played over and over.",
        Required = true,
    };

    private static readonly Option<string?> Consult = new("--consult") { Description = "Join this consult." };

    private static readonly Option<string?> Ask = new("--ask") { Description = "Ask for an emergency consult of this service." };

    private static readonly Option<bool> Answer = new("--answer") { Description = "Become available and accept the next ring." };

    private static readonly Option<bool> WhenAvailable = new("--when-available")
    {
        Description = "With --ask: wait until a specialist of that service is available.",
    };

    private static readonly Option<string> Summary = new("--summary")
    {
        Description = "With --ask: the case in a few words.",
        DefaultValueFactory = _ => "胸痛两小时，请会诊。",
    };

    private static readonly Option<bool> Acknowledge = new("--acknowledge")
    {
        Description = "With --ask: afterwards wait for the signed opinion and acknowledge it.",
    };

    private static readonly Option<bool> RefuseRecording = new("--refuse-recording") { Description = "Refuse to be recorded." };

    private static readonly Option<int?> Seconds = new("--seconds") { Description = "Stay so long; without it, until the room ends." };

    private static readonly Option<int> Bitrate = new("--bitrate")
    {
        Description = "The picture's bits a second.",
        DefaultValueFactory = _ => 500_000,
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var server = new ServerOptions();
        var command = new Command(
            "call",
            "Takes part in a consult with a clip as camera and microphone. Prints what was sent and received as one line of JSON.")
        {
            Clip, Consult, Ask, Answer, WhenAvailable, Summary, Acknowledge, RefuseRecording, Seconds, Bitrate,
        };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            var ways = new[] { result.GetValue(Consult) is not null, result.GetValue(Ask) is not null, result.GetValue(Answer) };
            if (ways.Count(way => way) != 1) result.AddError("Give one of --consult, --ask and --answer.");
        });
        command.SetAction(async (parsed, stop) =>
        {
            var clip = await ClipLoader.LoadAsync(parsed.GetRequiredValue(Clip).FullName, parsed.GetValue(Bitrate), stop);
            using var api = await server.SignInAsync(parsed, stop);
            var statistics = await RunAsync(api, Request(parsed), clip, stop);
            Console.WriteLine(JsonSerializer.Serialize(statistics, Json));
            return statistics.Failure.Length == 0 && statistics.Connected ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static CallRequest Request(ParseResult parsed) => new()
    {
        Consult = parsed.GetValue(Consult),
        Ask = parsed.GetValue(Ask),
        Answer = parsed.GetValue(Answer),
        WhenAvailable = parsed.GetValue(WhenAvailable),
        Summary = parsed.GetRequiredValue(Summary),
        Acknowledge = parsed.GetValue(Acknowledge),
        RecordingConsent = !parsed.GetValue(RefuseRecording),
        Limit = parsed.GetValue(Seconds) is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan,
    };

    private static async Task<CallStatistics> RunAsync(ServerApi api, CallRequest request, Clip clip, CancellationToken stop)
    {
        var log = Console.Error;
        var requester = new Requester(api, log);
        await using var answerer = request.Answer ? new Answerer(api, log) : null;
        var consult = request.Consult ?? (answerer is not null ? await answerer.AcceptNextAsync(stop) : await AskAsync(requester, request, stop));
        CallStatistics statistics;
        await using (var visit = await RoomVisit.JoinAsync(api, consult, clip, stop))
        {
            await log.WriteLineAsync($"in the room of consult {consult}");
            await visit.ConsentToRecordingAsync(request.RecordingConsent, request.Language, stop);
            await log.WriteLineAsync($"left: {await visit.StayAsync(request.Limit, stop)}");
            statistics = visit.Statistics;
        }

        if (request.Acknowledge && request.Ask is not null) await requester.AcknowledgeAsync(consult, stop);
        return statistics;
    }

    private static async Task<string> AskAsync(Requester requester, CallRequest request, CancellationToken stop)
    {
        if (request.WhenAvailable) await requester.UntilSomebodyIsAvailableAsync(request.Ask!, stop);
        var consult = await requester.AskAsync(request.Ask!, request.Summary, request.Language, stop);
        await requester.UntilAcceptedAsync(consult, stop);
        return consult;
    }
}
