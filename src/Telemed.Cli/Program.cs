using System.CommandLine;
using Telemed.Cli;
using Telemed.Cli.Commands;

var root = new RootCommand("telemed: a participant for calls, and the operator's tools of the Telemed consultation server.")
{
    CallCommand.Create(),
    TokenCommand.Create(),
    LoadCommand.Create(),
    FeedCommand.Create(),
    RecordingCommand.Create(),
    MigrateCommand.Create(),
    AuditCommand.Create(),
    BackupCommand.CreateBackup(),
    BackupCommand.CreateRestore(),
    SimulateCommand.Create(),
    DoctorCommand.Create(),
};
root.Description += Environment.NewLine + Environment.NewLine + "Exit codes: 0 done; 1 wrong command line; 2 refused or failed; "
    + "3 what was checked is not in order; 130 interrupted.";

try
{
    // The library's own handler would print a stack.
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (CliException wrong)
{
    await Console.Error.WriteLineAsync($"telemed: {wrong.Message}");
    return wrong.ExitCode;
}
catch (OperationCanceledException)
{
    return ExitCodes.Interrupted;
}
