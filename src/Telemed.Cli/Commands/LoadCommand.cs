using System.CommandLine;
using System.Text.Json;
using Telemed.Cli.Load;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed load</c>: many publishers and viewers made of our own engines, against a server on this machine.</summary>
internal static class LoadCommand
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private static readonly Option<Uri> Url = ServerOptions.UrlOption("The server's address, with Telemed:LoadRooms=true, on this machine.");

    private static readonly Option<string?> Token = new("--token") { Description = "A token of 'telemed token --room \"*\"'; without it, one is asked for." };

    private static readonly Option<int> Rooms = Whole("--rooms", "How many rooms.", 1, 1, 10_000);

    private static readonly Option<int> Publishers = Whole("--publishers", "How many publish in each room.", 1, 1, 100);

    private static readonly Option<int> Viewers = Whole("--viewers", "How many view in each room; each plays one publisher.", 100, 0, 10_000);

    private static readonly Option<int> Bitrate = Whole("--bitrate", "A publisher's picture in bits a second.", 1_500_000, 0, 100_000_000);

    private static readonly Option<int> AudioBitrate = Whole("--audio-bitrate", "A publisher's sound in bits a second.", 32_000, 0, 510_000);

    private static readonly Option<int> JoinRate = Whole("--join-rate", "How many join in a second; 0 for all at once.", 50, 0, 100_000);

    private static readonly Option<int> Seconds = Whole("--seconds", "How long is measured.", 10, 1, 86_400);

    private static readonly Option<int> WarmUp = Whole("--warm-up", "How many seconds media flow before that.", 2, 0, 3_600);

    private static readonly Option<int> Reopen = Whole(
        "--reopen-every", "While it is measured, a room closes and another opens every so many milliseconds; 0 for never.", 0, 0, 3_600_000);

    private static readonly Option<int> Sample = Whole(
        "--sample", "A viewer decrypts one packet of so many; 16 measured viewers decrypt all.", 16, 1, 1_000_000);

    private static readonly Option<bool> Coalesce = new("--coalesce")
    {
        Description = "Viewers take runs of equal datagrams as one (UDP_GRO): on the loopback, what the receivers' half of the kernel does is the server's processor time.",
    };

    private static readonly Option<bool> NoFeedback = new("--no-feedback") { Description = "Viewers send no transport-wide feedback." };

    private static readonly Option<bool> AsJson = new("--json") { Description = "Prints the figures as JSON." };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("load", "Opens many rooms on a server on this machine, sends and receives, and measures.")
        {
            Url, Token, Rooms, Publishers, Viewers, Bitrate, AudioBitrate, JoinRate, Seconds, WarmUp, Reopen, Sample, Coalesce, NoFeedback, AsJson,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var plan = Plan(parsed);
            if (!plan.Server.IsLoopback) throw new CliException("load tests stay on the loopback: --url must be on this machine", ExitCodes.Usage);
            if (plan is { VideoBitrate: 0, AudioBitrate: 0 }) throw new CliException("there must be picture or sound", ExitCodes.Usage);
            LoadReport report;
            await using (var run = new LoadRun(plan, Console.Error))
            {
                report = await run.RunAsync(stop);
            }

            Console.WriteLine(parsed.GetValue(AsJson) ? JsonSerializer.Serialize(report, Json) : Table(report));
            return report.Failed == 0 && report.Broken == 0 ? ExitCodes.Done : ExitCodes.Failed;
        });
        return command;
    }

    private static LoadPlan Plan(ParseResult parsed) => new()
    {
        Server = parsed.GetRequiredValue(Url),
        Token = parsed.GetValue(Token),
        Rooms = parsed.GetValue(Rooms),
        Publishers = parsed.GetValue(Publishers),
        Viewers = parsed.GetValue(Viewers),
        VideoBitrate = parsed.GetValue(Bitrate),
        AudioBitrate = parsed.GetValue(AudioBitrate),
        JoinRate = parsed.GetValue(JoinRate),
        Time = TimeSpan.FromSeconds(parsed.GetValue(Seconds)),
        WarmUp = TimeSpan.FromSeconds(parsed.GetValue(WarmUp)),
        ReopenEvery = TimeSpan.FromMilliseconds(parsed.GetValue(Reopen)),
        Sample = parsed.GetValue(Sample),
        Coalescing = parsed.GetValue(Coalesce),
        Feedback = !parsed.GetValue(NoFeedback),
    };

    private static string Table(LoadReport report)
    {
        (string Name, string Value)[] rows =
        [
            ("participants", $"{report.Participants} ({report.Failed} failed{(report.Failed > 0 ? ": " + report.FirstFailure : string.Empty)})"),
            ("packets in / out / received a second", $"{report.PacketsInPerSecond:N0} / {report.PacketsOutPerSecond:N0} / {report.PacketsReceivedPerSecond:N0}"),
            ("loss", $"{report.LossPercent} %"),
            ("decrypted, of these broken", $"{report.Decrypted:N0}, {report.Broken:N0}"),
            ("one-way delay p50 / p99 / p99.9 / max", $"{Times(report.DelayMs)} ms"),
            ("join to first packet p50 / p99 / p99.9 / max", $"{Times(report.JoinMs)} ms"),
            ("server CPU per packet out, process / media threads", $"{report.CpuPerPacketUs} / {report.ShardCpuPerPacketUs} µs"),
            ("server CPU", $"{report.Processors} processors"),
            ("managed bytes per packet out, media threads", $"{report.AllocatedPerPacket}"),
            ("server memory before / now / per participant", $"{report.ResidentBeforeKb:N0} / {report.ResidentKb:N0} / {report.PerParticipantKb} kB"),
        ];
        var width = rows.Max(row => row.Name.Length);
        return string.Join(Environment.NewLine, rows.Select(row => $"{row.Name.PadRight(width)}  {row.Value}"));
    }

    private static string Times(LoadTimes times) => $"{times.P50} / {times.P99} / {times.P999} / {times.Max}";

    private static Option<int> Whole(string name, string description, int fallback, int least, int most)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => fallback };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most)) result.AddError($"{name} must be from {least} to {most}");
        });
        return option;
    }
}
