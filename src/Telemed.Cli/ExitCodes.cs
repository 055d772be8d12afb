namespace Telemed.Cli;

/// <summary>How the program ends. A wrong command line ends with 1, by the command-line library.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and what was checked is in order.</summary>
    public const int Done = 0;

    /// <summary>A wrong command line, or a file or option that cannot be used.</summary>
    public const int Usage = 1;

    /// <summary>The server, the database or the network failed or refused.</summary>
    public const int Failed = 2;

    /// <summary>What was checked is not in order.</summary>
    public const int NotInOrder = 3;

    /// <summary>Stopped from the keyboard.</summary>
    public const int Interrupted = 130;
}
