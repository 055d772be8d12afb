using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;
using Telemed.Recording.Inspection;
using Telemed.Recording.Manifest;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed recording inspect|verify|export|rewrap</c>: looks into recordings on disk, without a server.</summary>
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

    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("recording", "Looks into recordings on disk.") { Inspect(), Verify(), Export(), Rewrap() };

    private static Command Inspect()
    {
        var id = Id();
        var command = new Command("inspect", "Tells what the journal of a recording holds, and whether it is finished.")
        {
            id, Data, Directory, MasterKeyOptions.File, MasterKeyOptions.Variable, MasterKeyOptions.Program,
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
        var what = new Argument<string>("recording")
        {
            Description = "A folder: a recording's, an export, a certificate of destruction. Or a recording's id in --data.",
        };
        var certificate = new Option<FileInfo?>("--certificate")
        {
            Description = "The certificate to trust, a PEM file. Without it the one beside the files is taken: compare its fingerprint.",
        };
        var deep = new Option<bool>("--deep")
        {
            Description = "With a recording's id: decrypt as well, and check every record of the journal. Needs the master key.",
        };
        var command = new Command("verify", "Compares every byte with what the node signed. Needs the files and the certificate, nothing else.")
        {
            what, certificate, deep, Data, Directory, MasterKeyOptions.File, MasterKeyOptions.Variable, MasterKeyOptions.Program,
        };
        command.SetAction(parsed => parsed.GetValue(deep)
            ? Run(parsed, library => Tell(library.Verify(parsed.GetRequiredValue(what)).Faults))
            : VerifyFiles(FolderOf(parsed, parsed.GetRequiredValue(what)), parsed.GetValue(certificate)));
        return command;
    }

    private static string FolderOf(ParseResult parsed, string what)
    {
        if (System.IO.Directory.Exists(what)) return what;
        var root = RootOf(parsed);
        var folder = Path.GetFullPath(Path.Combine(root, what));
        return folder.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal) && System.IO.Directory.Exists(folder)
            ? folder
            : throw new CliException($"there is neither a folder nor a recording '{what}'", ExitCodes.Usage);
    }

    private static int VerifyFiles(string folder, FileInfo? pinned)
    {
        if (!SealVerifier.IsSealed(folder)) throw new CliException($"nothing in {folder} is signed: the recording is not finished");
        try
        {
            using var trusted = pinned is null ? null : X509Certificate2.CreateFromPem(File.ReadAllText(pinned.FullName));
            var verdict = SealVerifier.Verify(folder, trusted);
            if (verdict.Signer is not null)
            {
                Console.WriteLine($"signer       {verdict.Signer}{(pinned is null ? " (its certificate lies beside the files)" : "")}");
                Console.WriteLine($"certificate  sha256 {verdict.Fingerprint}");
            }

            return Tell(verdict.Faults);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new CliException(fault.Message);
        }
    }

    private static int Tell(IReadOnlyList<string> faults)
    {
        foreach (var fault in faults) Console.WriteLine(fault);
        Console.WriteLine(faults.Count == 0 ? "sound" : "NOT SOUND");
        return faults.Count == 0 ? ExitCodes.Done : ExitCodes.NotInOrder;
    }

    private static Command Rewrap()
    {
        var command = new Command(
            "rewrap", "Wraps every case's key under the first of the master keys, after a new one was put in front. Data stays as it is.")
        {
            Data, Directory, MasterKeyOptions.File, MasterKeyOptions.Variable, MasterKeyOptions.Program,
        };
        command.SetAction(parsed => Run(parsed, library =>
        {
            var count = library.Rewrap();
            Console.WriteLine($"wrapped again {count.Changed}, current already {count.Current}, opened by no master key {count.Unopened}");
            return count.Unopened == 0 ? ExitCodes.Done : ExitCodes.NotInOrder;
        }));
        return command;
    }

    private static Command Export()
    {
        var id = Id();
        var to = new Option<DirectoryInfo>("--to") { Description = "Where to put the files; made when missing.", Required = true };
        var command = new Command("export", "Writes the finished files and the manifest of a recording in the clear.")
        {
            id, to, Data, Directory, MasterKeyOptions.File, MasterKeyOptions.Variable, MasterKeyOptions.Program,
        };
        command.SetAction(parsed => Run(parsed, library =>
        {
            var folder = parsed.GetRequiredValue(to).FullName;
            library.ExportAsync(parsed.GetRequiredValue(id), folder, CancellationToken.None).GetAwaiter().GetResult();
            foreach (var file in System.IO.Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal)) Console.WriteLine(file);
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

    private static string RootOf(ParseResult parsed) =>
        parsed.GetValue(Directory)?.FullName ?? Path.Combine(parsed.GetRequiredValue(Data).FullName, "recordings");

    private static RecordingLibrary Open(ParseResult parsed)
    {
        var data = parsed.GetRequiredValue(Data).FullName;
        var directory = RootOf(parsed);
        // A tool that looks must not make what it looks for.
        if (!System.IO.Directory.Exists(directory)) throw new CliException($"there are no recordings in {directory}", ExitCodes.Usage);
        var options = MasterKeyOptions.Read(parsed);
        if (options.MasterKeySource() is null)
        {
            options.MasterKeyFile = Path.Combine(data, "secrets", "master.key");
            if (!File.Exists(options.MasterKeyFile)) throw new CliException($"there is no master key {options.MasterKeyFile}", ExitCodes.Usage);
        }

        options.Directory = directory;
        return options.Validate() is { Count: > 0 } faults
            ? throw new CliException(string.Join(Environment.NewLine, faults), ExitCodes.Usage)
            : new RecordingLibrary(options, NullLoggerFactory.Instance);
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
}
