using System.CommandLine;
using Telemed.Cli.Doctor;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed doctor</c>: looks whether this machine has what a server needs.</summary>
internal static class DoctorCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data")
        {
            Description = "The server's data directory; made when missing.",
            DefaultValueFactory = _ => new DirectoryInfo("data"),
        };
        var database = new Option<string?>("--database")
        {
            Description = "A PostgreSQL connection string; without it, the embedded SQLite is asked.",
        };
        var command = new Command("doctor", "Looks whether this machine has what a server needs.") { data, database };
        command.SetAction(async (parsed, stop) =>
        {
            var directory = parsed.GetRequiredValue(data).FullName;
            Func<CancellationToken, Task<Finding>>[] checks =
            [
                ToolChecks.FfmpegAsync,
                ToolChecks.OpenSslAsync,
                token => DiskCheck.RunAsync(directory, token),
                token => DatabaseCheck.RunAsync(parsed.GetValue(database), token),
                UdpCheck.RunAsync,
            ];
            var sound = true;
            foreach (var check in checks)
            {
                var finding = await check(stop);
                sound &= finding.Healthy;
                Console.WriteLine($"{(finding.Healthy ? "ok    " : "WRONG ")}{finding.What,-18} {finding.Says}");
            }

            return sound ? ExitCodes.Done : ExitCodes.NotInOrder;
        });
        return command;
    }
}
