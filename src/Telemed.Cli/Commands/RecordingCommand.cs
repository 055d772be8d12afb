using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;
using Telemed.Recording.Inspection;
using Telemed.Recording.Manifest;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed recording inspect|verify|export</c>: looks into recordings on disk, without a server.</summary>
internal static class RecordingCommand
{
    private static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "The server's data directory.",
        DefaultValueFactory = _ => new DirectoryInfo("data"),
    };

    private static readonly Option<DirectoryInfo?> Directory = new("--directory")
    {
        Description = "The recordings' directory, when it is not 'recordings' in the data directory.",
    };

    private static readonly Option<FileInfo?> MasterKey = new("--master-key")
    {
        Description = "The master key's file, when it is not 'secrets/master.key' in the data directory.",
    };

    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("recording", "Looks into recordings on disk.") { Inspect(), Verify(), Export() };

    private static Command Inspect()
    {
        var id = Id();
        var command = new Command("inspect", "Tells what the journal of a recording holds, and whether it is finished.")
        {
            id, Data, Directory, MasterKey,
        };
        command.SetAction(parsed => Run(parsed, library =>
        {
            var recording = parsed.GetRequiredValue(id);
            Print(library.Inspect(recording), library.Find(recording));
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Command Verify()
    {
        var id = Id();
        var command = new Command("verify", "Reads every byte and compares it with check sums, chains and manifest.")
        {
            id, Data, Directory, MasterKey,
        };
        command.SetAction(parsed => Run(parsed, library =>
        {
            var verdict = library.Verify(parsed.GetRequiredValue(id));
            foreach (var fault in verdict.Faults) Console.WriteLine(fault);
            Console.WriteLine(verdict.Sound ? "sound" : "NOT SOUND");
            return verdict.Sound ? ExitCodes.Done : ExitCodes.NotInOrder;
        }));
        return command;
    }

    private static Command Export()
    {
        var id = Id();
        var to = new Option<DirectoryInfo>("--to") { Description = "Where to put the files; made when missing.", Required = true };
        var command = new Command("export", "Writes the finished files and the manifest of a recording in the clear.")
        {
            id, to, Data, Directory, MasterKey,
        };
        command.SetAction(parsed => Run(parsed, library =>
        {
            WriteFiles(library, parsed.GetRequiredValue(id), parsed.GetRequiredValue(to));
            return ExitCodes.Done;
        }));
        return command;
    }

    private static Argument<string> Id() => new("recording") { Description = "The recording's id." };

    private static int Run(ParseResult parsed, Func<RecordingLibrary, int> action)
    {
        try
        {
            return action(Open(parsed));
        }
        catch (RecordingException refused)
        {
            throw new CliException(refused.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CliException(fault.Message);
        }
    }

    private static RecordingLibrary Open(ParseResult parsed)
    {
        var data = parsed.GetRequiredValue(Data).FullName;
        var directory = parsed.GetValue(Directory)?.FullName ?? Path.Combine(data, "recordings");
        // A tool that looks must not make what it looks for.
        if (!System.IO.Directory.Exists(directory)) throw new CliException($"there are no recordings in {directory}", ExitCodes.Usage);
        var key = parsed.GetValue(MasterKey)?.FullName ?? Path.Combine(data, "secrets", "master.key");
        if (!File.Exists(key)) throw new CliException($"there is no master key {key}", ExitCodes.Usage);
        return new RecordingLibrary(new RecordingOptions { Directory = directory, MasterKeyFile = key }, NullLoggerFactory.Instance);
    }

    private static void Print(RecordingInspection inspection, RecordingManifest? manifest)
    {
        Console.WriteLine($"recording    {inspection.RecordingId}");
        Console.WriteLine($"consult      {inspection.ConsultId}");
        Console.WriteLine(manifest is null
            ? "state        not finished"
            : $"state        finished, {Seconds(manifest.DurationMs)}, {manifest.Marks.Count} marks, {manifest.Pauses.Count} pauses, {manifest.Gaps.Count} gaps");
        foreach (var track in inspection.Tracks)
        {
            Console.WriteLine(
                $"track        epoch {track.Epoch} no {track.Track} {track.Description?.Kind.ToString().ToLowerInvariant() ?? "?"} "
                + $"participant {track.Description?.Participant ?? "?"} packets {track.Packets} reports {track.SenderReports} "
                + $"dropped {track.DroppedPackets} bytes {track.SizeBytes} end {track.End} damages {track.Damages.Count}");
        }

        foreach (var (participant, packets) in inspection.PacketsByParticipant.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Console.WriteLine($"participant  {participant} {packets}");
        }

        foreach (var (ssrc, packets) in inspection.PacketsBySsrc.OrderBy(entry => entry.Key)) Console.WriteLine($"ssrc         {ssrc} {packets}");
    }

    private static string Seconds(long milliseconds) => (milliseconds / 1000.0).ToString("0.000", CultureInfo.InvariantCulture) + " s";

    private static void WriteFiles(RecordingLibrary library, string id, DirectoryInfo to)
    {
        var manifest = library.Find(id) ?? throw new CliException($"recording {id} is not finished, or there is none");
        to.Create();
        File.WriteAllBytes(Path.Combine(to.FullName, "manifest.json"), ManifestJson.Write(manifest));
        var files = manifest.Participants.Select(participant => participant.File).OfType<ManifestFile>().Prepend(manifest.Video);
        foreach (var file in files)
        {
            using var from = library.OpenFile(id, file.Name) ?? throw new CliException($"the manifest's {file.Name} is missing");
            // The manifest is data from a disk: a name in it must not lead out of the directory.
            var path = Path.Combine(to.FullName, Path.GetFileName(file.Name));
            using var target = File.Create(path);
            from.CopyTo(target);
            Console.WriteLine(path);
        }
    }
}
