namespace Telemed.Server.Files;

/// <summary>What becomes of files of cases.</summary>
internal sealed record CaseFileOptions
{
    /// <summary><c>Telemed:Files:Directory</c>: where they are kept, sealed. Default <c>files</c> in the data directory.</summary>
    public required string Directory { get; init; }

    /// <summary><c>Telemed:Files:Scanner</c>: a program that reads a file on its standard input; none by default.</summary>
    public string? Scanner { get; init; }

    /// <summary><c>Telemed:Files:ScannerArguments</c>: its arguments, separated by blanks.</summary>
    public IReadOnlyList<string> ScannerArguments { get; init; } = [];

    /// <summary><c>Telemed:Files:ScannerSeconds</c>: how long it may take. Default 60; 1 to 600.</summary>
    public TimeSpan ScannerLimit { get; init; } = TimeSpan.FromSeconds(60);
}
