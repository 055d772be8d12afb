namespace Telemed.Server.Files;

/// <summary>Looks for malware in a file before it is kept.</summary>
internal interface IFileScanner
{
    /// <summary>What the scanner says of the content; never throws for what a scanner may do wrong.</summary>
    public Task<ScanVerdict> ScanAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation);
}
