using Microsoft.Win32.SafeHandles;
using Telemed.Media.Recording;

namespace Telemed.Media.Tests.Recording;

/// <summary>
/// A disk that hangs in one file from when it is told until it is released, or fills: one file's writes go to <c>/dev/full</c>.
/// </summary>
internal sealed class TestDisk(string file) : JournalDisk, IDisposable
{
    private readonly ManualResetEventSlim _released = new();
    private readonly TaskCompletionSource _hung = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile SafeFileHandle? _handle;

    /// <summary>Whether making the file hangs.</summary>
    public bool HangsInCreate { get; init; }

    /// <summary>Whether writing to the file hangs.</summary>
    public volatile bool HangsInWrite;

    /// <summary>Whether the file's disk is full.</summary>
    public volatile bool IsFull;

    /// <summary>Completes when the journal thread hangs.</summary>
    public Task Hung => _hung.Task;

    public override SafeFileHandle Create(string path)
    {
        var isOurs = path.EndsWith(file, StringComparison.Ordinal);
        if (isOurs && HangsInCreate)
        {
            Hang();
        }

        var handle = base.Create(path);
        _handle = isOurs ? handle : _handle;
        return handle;
    }

    public override void Write(SafeFileHandle file, IReadOnlyList<ReadOnlyMemory<byte>> pieces, long offset)
    {
        if (file == _handle && HangsInWrite)
        {
            Hang();
        }

        if (file == _handle && IsFull)
        {
            using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
            base.Write(full, pieces, offset);
        }

        base.Write(file, pieces, offset);
    }

    public void Release() => _released.Set();

    public void Dispose() => _released.Dispose();

    private void Hang()
    {
        _hung.TrySetResult();
        _released.Wait(TestContext.Current.CancellationToken);
    }
}
