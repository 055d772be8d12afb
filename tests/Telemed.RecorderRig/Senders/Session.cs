using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media;
using Telemed.Media.Recording;
using Telemed.Rtc.Time;

namespace Telemed.RecorderRig.Senders;

/// <summary>A recording directory of a test, and recordings made in it from simulated senders.</summary>
internal sealed class Session : IDisposable
{
    /// <summary>A stall that no machine is slow enough for, in milliseconds: virtual time has no watchdog.</summary>
    public const int NoStall = 3_600_000;

    public static readonly DateTimeOffset StartedAt = new(2026, 11, 22, 2, 0, 0, TimeSpan.Zero);

    public Session()
    {
        Options = new()
        {
            Directory = System.IO.Directory.CreateTempSubdirectory("telemed-recording-").FullName,
            QueueKilobytes = 65_536,
        };
        Library = new(Options, NullLoggerFactory.Instance);
    }

    public RecordingOptions Options { get; }

    public RecordingLibrary Library { get; }

    public string Folder(string id) => Path.Combine(Options.Directory, id);

    /// <summary>Records an epoch: senders and other happenings in order of their virtual time.</summary>
    public async Task<RecordingEnd> RecordAsync(
        string id,
        double seconds,
        IEnumerable<SimulatedSender> senders,
        IEnumerable<(double At, Action<RecordingTap, MonotonicTime> Do)>? also = null,
        int epoch = 0,
        double startsAt = 0,
        bool closes = true)
    {
        await using var recorder = new Recorder(Options, NullLoggerFactory.Instance, new JournalDisk(), () => 0, NoStall);
        var people = senders.ToList();
        var start = new RecordingStart(
            id,
            epoch,
            StartedAt.AddSeconds(startsAt),
            [.. people.Select(person => new RecordedParticipant(person.Id, "Name of " + person.Id, "requester", true))])
        {
            ConsultId = "consult-1",
        };
        var tap = await recorder.OpenAsync(start, new(0), CancellationToken.None);
        var events = people.SelectMany(person => person.Events())
            .Concat((also ?? []).Select(entry => ((long)(entry.At * 1e9), entry.Do)))
            .Where(entry => entry.Item1 < seconds * 1e9)
            .OrderBy(entry => entry.Item1);
        foreach (var (ns, deliver) in events)
        {
            while (tap.IsBusy)
            {
                await Task.Delay(1); // virtual time is faster than any disk
            }

            deliver(tap, new(ns));
        }

        if (!closes)
        {
            return new(id, epoch, Folder(id), 0, tap.Dropped, null);
        }

        tap.Close(new((long)(seconds * 1e9)));
        return await tap.Completion;
    }

    public void Dispose()
    {
        Library.Dispose();
        System.IO.Directory.Delete(Options.Directory, recursive: true);
    }
}
