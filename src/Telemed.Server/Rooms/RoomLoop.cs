using System.Diagnostics;
using System.Threading.Channels;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>
/// One after the other: everything that happens to a room runs here, in the order in which it was asked for. No locks
/// inside a room, and no room waits for another. Any thread may ask; never ask and wait from within.
/// </summary>
internal sealed class RoomLoop
{
    private readonly Channel<Func<Task>> _work = Channel.CreateUnbounded<Func<Task>>(new() { SingleReader = true });
    private readonly FaultCounter _faults;
    private readonly ILogger _logger;

    /// <summary>Starts the loop.</summary>
    public RoomLoop(FaultCounter faults, ILogger logger)
    {
        (_faults, _logger) = (faults, logger);
        Ended = RunAsync();
    }

    /// <summary>Complete when the loop was stopped and everything before that is done.</summary>
    public Task Ended { get; }

    /// <summary>Does the work in its turn and hands its result, or its exception, to the caller.</summary>
    public Task<T> AskAsync<T>(Func<Task<T>> work, Func<T> whenEnded)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var trace = Activity.Current;
        var taken = _work.Writer.TryWrite(async () =>
        {
            Activity.Current = trace;
            try
            {
                done.SetResult(await work());
            }
            catch (Exception fault)
            {
                done.SetException(fault); // The caller's last stop counts and logs it.
            }
        });
        return taken ? done.Task : Task.FromResult(whenEnded());
    }

    /// <summary>Does the work in its turn; nobody waits. Nothing happens after the loop was stopped.</summary>
    public void Post(Func<Task> work) => _work.Writer.TryWrite(work);

    /// <summary>Takes no more work.</summary>
    public void Stop() => _work.Writer.TryComplete();

    private async Task RunAsync()
    {
        Activity.Current = null; // What happens here later is no part of what opened the room.
        await foreach (var work in _work.Reader.ReadAllAsync())
        {
            try
            {
                await work();
            }
            catch (Exception fault)
            {
                _faults.Add();
                _logger.Fault(nameof(RoomLoop), fault.Describe());
            }
        }
    }
}
