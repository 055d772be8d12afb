namespace Telemed.Storage.Sql;

/// <summary>Wakes those who wait for a commit. Callable from any thread.</summary>
internal sealed class CommitSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _heard;

    /// <summary>How many commits were heard of.</summary>
    internal long Heard => Interlocked.Read(ref _heard);

    /// <summary>Another commit.</summary>
    internal void Raise()
    {
        TaskCompletionSource waiting;
        lock (_gate)
        {
            _heard++;
            waiting = _next;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.TrySetResult();
    }

    /// <summary>Completes at the next commit after <paramref name="seen"/>, or after the time given.</summary>
    internal async Task WaitAsync(long seen, TimeSpan atMost, CancellationToken cancellation)
    {
        Task next;
        lock (_gate)
        {
            if (_heard != seen)
            {
                return;
            }

            next = _next.Task;
        }

        try
        {
            await next.WaitAsync(atMost, cancellation);
        }
        catch (TimeoutException)
        {
            // The time given is over: the caller looks for itself.
        }
    }
}
