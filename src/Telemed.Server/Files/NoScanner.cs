namespace Telemed.Server.Files;

/// <summary>Where no scanner is configured; files say that nobody has looked at them.</summary>
internal sealed class NoScanner : IFileScanner
{
    /// <inheritdoc/>
    public Task<ScanVerdict> ScanAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation) =>
        Task.FromResult(ScanVerdict.NotScanned);
}
