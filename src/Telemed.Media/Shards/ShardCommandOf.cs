using Telemed.Rtc.Time;

namespace Telemed.Media.Shards;

/// <summary>Work with a result. The result, or the work's exception, goes to the caller and never to the loop.</summary>
internal sealed class ShardCommandOf<T>(Func<Shard, MonotonicTime, T> work) : ShardCommand
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the work is done.</summary>
    public Task<T> Done => _done.Task;

    /// <inheritdoc/>
    public override void Execute(Shard shard, MonotonicTime now)
    {
        try
        {
            _done.TrySetResult(work(shard, now));
        }
#pragma warning disable CA1031 // whatever it is, it concerns the caller of the command and not the other rooms
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _done.TrySetException(fault);
        }
    }

    /// <inheritdoc/>
    public override void Refuse() => _done.TrySetException(
        new MediaRefusedException(MediaRefusal.Overloaded, "The media node takes no more commands."));
}
