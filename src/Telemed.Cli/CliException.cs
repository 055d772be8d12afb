namespace Telemed.Cli;

/// <summary>Something a person can understand went wrong; the message is shown as it is, without a stack.</summary>
internal class CliException : Exception
{
    /// <summary>With the message for the person and the program's exit code, see <see cref="ExitCodes"/>.</summary>
    public CliException(string message, int exitCode = ExitCodes.Failed)
        : base(message) => ExitCode = exitCode;

    /// <summary>The program's exit code.</summary>
    public int ExitCode { get; }
}
