using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media;
using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;

namespace Telemed.RecorderRig.Crash;

/// <summary>
/// The process that is killed: records a participant with sound and picture in real time, and tells on its standard output
/// how many sound packets it has handed over, until it is killed, its recording ends by a fault, or its input closes.
/// </summary>
internal static class RecordChild
{
    /// <summary>Said once the recording has begun.</summary>
    public const string Begun = "begun";

    /// <summary>Said with a code when a fault ended the recording.</summary>
    public const string Fault = "fault";

    /// <summary>The recording's id.</summary>
    public const string Recording = "r1";

    /// <summary>Seconds of the clip, which is played over and over.</summary>
    public const int ClipSeconds = 20;

    /// <summary>The options that parent and child share.</summary>
    public static RecordingOptions Options(string folder) => new() { Directory = folder, RefuseAtPercentFull = 100 };

    /// <summary>Records the first epoch.</summary>
    /// <param name="folder">The recording directory.</param>
    /// <param name="speed">How many times faster than real time media is handed over: it fills a disk sooner.</param>
    /// <param name="isPaced">Whether media waits for a journal thread that stands still.</param>
    public static async Task<int> RunAsync(string folder, string speed, bool isPaced)
    {
        var clip = Clip.Read(Console.In.ReadLine()!);
        var sender = new SimulatedSender("a", 1000, 1) { Audio = clip, Video = clip, Jitter = 0.02, Loss = 0 };
        var events = sender.Events().OrderBy(one => one.Ns).ToList();
        await using var recorder = new Recorder(Options(folder), NullLoggerFactory.Instance);
        var tap = await recorder.OpenAsync(Start(0), new(0), CancellationToken.None);
        var fault = WatchAsync(recorder);
        Say(Begun);
        var stop = Task.Run(Console.In.ReadLine);
        var clock = new MediaClock(tap, double.Parse(speed, CultureInfo.InvariantCulture), isPaced);
        foreach (var (ns, deliver) in events)
        {
            while (clock.Now() < ns && !stop.IsCompleted)
            {
                Thread.Sleep(5); // the pace of a sender, not a wait for something: what is due is counted by the clock
                Say(sender.AudioDelivered.ToString(CultureInfo.InvariantCulture));
            }

            if (stop.IsCompleted)
            {
                break;
            }

            deliver(tap, new(ns));
            if (fault.IsCompleted)
            {
                break;
            }
        }

        tap.Close(new(clock.Now()));
        var end = await tap.Completion;
        Say(end.Problem is null ? "closed" : $"{Fault} {end.Problem.Code}");
        return 0;
    }

    /// <summary>The next epoch of the recording that was broken off: half a second of sound and picture, in virtual time.
    /// </summary>
    public static async Task<RecordingEnd> ContinueAsync(string folder, Clip clip)
    {
        await using var recorder = new Recorder(Options(folder), NullLoggerFactory.Instance);
        var tap = await recorder.OpenAsync(Start(1), new(0), CancellationToken.None);
        var sender = new SimulatedSender("a", 2000, 2) { Audio = clip, Video = clip, To = 0.5 };
        foreach (var (ns, deliver) in sender.Events().OrderBy(one => one.Ns))
        {
            deliver(tap, new(ns));
        }

        tap.Close(new(600_000_000));
        return await tap.Completion;
    }

    /// <summary>Wall time is made up as well: what lies between two epochs is shown at its length, and costs composing.</summary>
    private static RecordingStart Start(int epoch) => new(
        Recording, epoch, Session.StartedAt.AddSeconds(4 * epoch), [new("a", "A", "requester", true)])
    {
        ConsultId = "consult-1",
    };

    private static async Task WatchAsync(Recorder recorder)
    {
        await foreach (var problem in recorder.Problems.ReadAllAsync())
        {
            if (problem.Stopped)
            {
                return;
            }
        }
    }

    private static void Say(string line)
    {
        Console.Out.WriteLine(line);
        Console.Out.Flush();
    }
}
