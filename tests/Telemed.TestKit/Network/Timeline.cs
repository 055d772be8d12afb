using Telemed.Rtc.Time;

namespace Telemed.TestKit.Network;

/// <summary>Virtual time with things to do in it. Time moves only from one of them to the next.</summary>
public sealed class Timeline
{
    private readonly PriorityQueue<Action, (MonotonicTime At, long Order)> _planned = new();
    private long _order;

    /// <summary>The present instant.</summary>
    public MonotonicTime Now { get; private set; }

    /// <summary>When the next planned thing is due.</summary>
    public MonotonicTime NextDeadline => _planned.TryPeek(out _, out var next) ? next.At : MonotonicTime.Never;

    /// <summary>Plans something once.</summary>
    public void At(MonotonicTime time, Action action) => _planned.Enqueue(action, (time, _order++));

    /// <summary>Plans something once, after a while.</summary>
    public void After(TimeSpan wait, Action action) => At(Now + wait, action);

    /// <summary>Plans something again and again, first after one period, <paramref name="times"/> times.</summary>
    public void Every(TimeSpan period, int times, Action action)
    {
        for (var i = 1; i <= times; i++)
            At(Now + (period * i), action);
    }

    /// <summary>Moves to an instant that is not in the past and does what is due.</summary>
    public void MoveTo(MonotonicTime time)
    {
        Now = time > Now ? time : Now;
        while (_planned.TryPeek(out var action, out var next) && next.At <= Now)
        {
            _planned.Dequeue();
            action();
        }
    }
}
