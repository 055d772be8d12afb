using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Peers.Peers;

/// <summary>
/// An independent implementation as a process of its own. It does media only: a test carries its offers to a door of the
/// server and the answers back, and hears ten times a second what has passed.
/// </summary>
internal sealed class PeerProcess : IAsyncDisposable
{
    private const string SystemPython = "/usr/bin/python3";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly Process _process;
    private readonly string _directory;
    private readonly Task<string> _errors;
    private readonly Task _reading;
    private readonly Channel<string> _offers = Channel.CreateUnbounded<string>();
    private volatile PeerStatus _status = new("new", 0, 0, []);

    private PeerProcess(PeerKind kind, Process process, string directory)
    {
        Kind = kind;
        _process = process;
        _directory = directory;
        _errors = process.StandardError.ReadToEndAsync();
        _reading = ReadAsync();
    }

    public PeerKind Kind { get; }

    /// <summary>What it told last.</summary>
    public PeerStatus Status => _status;

    /// <summary>Starts one.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="sends">Whether it sends a picture and a sound.</param>
    /// <param name="receives">By how many sections of each kind it receives.</param>
    public static async Task<PeerProcess> StartAsync(PeerKind kind, bool sends, int receives)
    {
        var directory = Directory.CreateTempSubdirectory("telemed-peer-").FullName;
        var count = receives.ToString(CultureInfo.InvariantCulture);
        string[] command = kind switch
        {
            PeerKind.Aiortc => [SystemPython, Program("aiortc_peer.py"), "--receive", count, .. await AiortcClipAsync(sends)],
            PeerKind.Webrtcbin => [SystemPython, Program("webrtcbin_peer.py"), "--receive", count, .. sends ? ["--send"] : Array.Empty<string>()],
            _ => [PionProgram, "-receive", count, "-into", directory, .. await PionClipAsync(sends, directory)],
        };
        var start = new ProcessStartInfo(command[0])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var word in command.Skip(1)) start.ArgumentList.Add(word);
        return new(kind, Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start"), directory);
    }

    /// <summary>Its next offer.</summary>
    public async Task<string> OfferAsync()
    {
        using var limit = Limit();
        return await _offers.Reader.ReadAsync(limit.Token);
    }

    /// <summary>Gives it the server's answer.</summary>
    public Task AnswerAsync(string sdp) => SayAsync(new JsonObject { ["answer"] = sdp });

    /// <summary>Asks it for an offer that restarts ICE.</summary>
    public async Task<string> RestartAsync()
    {
        await SayAsync(new JsonObject { ["restart"] = true });
        return await OfferAsync();
    }

    /// <summary>Waits until what it tells is as wanted.</summary>
    public async Task<PeerStatus> UntilAsync(string what, Func<PeerStatus, bool> wanted)
    {
        using var limit = Limit();
        while (!wanted(_status))
        {
            Assert.False(_process.HasExited, _process.HasExited ? $"{Kind} ended before {what}: {await _errors}" : "");
            if (limit.IsCancellationRequested) Assert.Fail($"{Kind}: not {what}; it told {JsonSerializer.Serialize(_status, Json)}");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        return _status;
    }

    /// <summary>Ends it as it ends by itself; what it has received, decoded.</summary>
    public async Task<IReadOnlyList<PeerStream>> EndAsync()
    {
        using var limit = Limit();
        _process.StandardInput.Close();
        await _process.WaitForExitAsync(limit.Token);
        await _reading;
        Assert.True(_process.ExitCode == 0, $"{Kind} ended with {_process.ExitCode}: {await _errors}");
        return await Task.WhenAll(_status.Received.Select(DecodeAsync));
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    private static string PionProgram => Path.Combine(Repository.Artifacts("peers"), "pion-peer");

    private static string Program(string name) => Path.Combine(AppContext.BaseDirectory, "Peers", name);

    private static async Task<string[]> AiortcClipAsync(bool sends) => sends ? ["--clip", await FaceClip.Specialist.WebmAsync()] : [];

    // Pion encodes nothing: it gets the clip's frames and packets as they are to go.
    private static async Task<string[]> PionClipAsync(bool sends, string directory)
    {
        if (!sends) return [];
        var (clip, video, audio) = (await FaceClip.Nurse.WebmAsync(), Path.Combine(directory, "clip.ivf"), Path.Combine(directory, "clip.ogg"));
        await Shell.RunAsync(
            "ffmpeg", "-v", "error", "-nostdin", "-i", clip, "-map", "0:v", "-c", "copy", video,
            "-map", "0:a", "-c", "copy", "-page_duration", "20000", audio);
        return ["-video", video, "-audio", audio];
    }

    // Whatever does not decode without an error is not what was sent.
    private static async Task<PeerStream> DecodeAsync(PeerStream stream)
    {
        if (stream.File is not { } file) return stream;
        if (stream.Kind == "video")
        {
            var (_, pixels, errors) = await Shell.RunBytesAsync(
                "ffmpeg", "-v", "error", "-nostdin", "-i", file, "-vf", "scale=32:18:flags=area", "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
            Assert.Equal("", errors);
            const int FrameBytes = 32 * 18 * 3;
            var last = pixels.AsSpan(pixels.Length - FrameBytes).ToArray();
            int[] means = [.. Enumerable.Range(0, 3).Select(channel => (int)last.Where((_, index) => index % 3 == channel).Average(value => value))];
            return stream with { Frames = pixels.Length / FrameBytes, Colour = means };
        }

        var (_, samples, audioErrors) = await Shell.RunBytesAsync(
            "ffmpeg", "-v", "error", "-nostdin", "-i", file, "-f", "s16le", "-ac", "1", "-ar", "48000", "-");
        Assert.Equal("", audioErrors);
        var energy = 0.0;
        for (var index = 0; index + 1 < samples.Length; index += 2)
        {
            energy += Math.Pow(BitConverter.ToInt16(samples, index) / 32768.0, 2);
        }

        return stream with { Energy = energy };
    }

    private async Task SayAsync(JsonObject what)
    {
        await _process.StandardInput.WriteLineAsync(what.ToJsonString());
        await _process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var told = JsonNode.Parse(line)!;
            if ((string?)told["offer"] is { } offer) _offers.Writer.TryWrite(offer);
            if (told["status"] is { } status) _status = status.Deserialize<PeerStatus>(Json)!;
        }
    }

    private static CancellationTokenSource Limit()
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        return limit;
    }
}
