using System.Diagnostics.Metrics;

namespace Telemed.Server.Problems;

/// <summary>Counts faults of ours: exceptions that nobody expected. A test and an operator both want to see none.</summary>
internal sealed class FaultCounter : IDisposable
{
    private readonly Meter _meter = new("Telemed.Server");
    private readonly Counter<long> _counter;
    private long _count;

    /// <summary>Makes the counter, which meters listen to as <c>telemed.faults</c>.</summary>
    public FaultCounter() => _counter = _meter.CreateCounter<long>("telemed.faults");

    /// <summary>How many there were since the start.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Counts one.</summary>
    public void Add()
    {
        Interlocked.Increment(ref _count);
        _counter.Add(1);
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
