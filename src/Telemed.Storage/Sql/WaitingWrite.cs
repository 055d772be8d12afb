namespace Telemed.Storage.Sql;

/// <summary>Statements that wait for the writer. They are taken, or given up by who waits, and never both.</summary>
/// <param name="sections">The statements, in the order of their sections' keys.</param>
internal sealed class WaitingWrite(IReadOnlyList<Section> sections)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _taken;

    /// <summary>The statements, in the order of their sections' keys.</summary>
    internal IReadOnlyList<Section> Sections => sections;

    /// <summary>Why these statements were undone, while their group goes on.</summary>
    internal Exception? Fault { get; set; }

    /// <summary>Whether they are not to be undone with others, nor others with them.</summary>
    internal bool GoesAlone { get; set; }

    /// <summary>Completes when they are on the disk, or with why they are not.</summary>
    internal Task Done => _done.Task;

    /// <summary>Whether the caller is the first to take them.</summary>
    internal bool Take() => Interlocked.Exchange(ref _taken, 1) == 0;

    /// <summary>The group is on the disk: so are these, unless they were undone.</summary>
    internal void Finish()
    {
        if (Fault is { } fault)
        {
            _done.TrySetException(fault);
        }
        else
        {
            _done.TrySetResult();
        }
    }

    /// <summary>The group could not be written, and these with it.</summary>
    internal void Fail(Exception fault) => _done.TrySetException(Fault ?? fault);

    /// <summary>Who waits for them has gone before they were taken.</summary>
    internal void GiveUp(CancellationToken cancellation)
    {
        if (Take())
        {
            _done.TrySetCanceled(cancellation);
        }
    }
}
