namespace Telemed.Server.Rooms;

/// <summary>The last events of a room, for those who were away. Not thread-safe: the room's gate guards it.</summary>
internal sealed class RoomHistory(int capacity)
{
    private const long NumbersOfALife = 1_000_000_000;

    private readonly Queue<RoomEvent> _events = new();
    private long _forgottenUpTo;

    /// <summary>The number of the latest event; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>
    /// The room goes on elsewhere: its numbers begin beyond all that it gave before, so that nobody takes them for what they
    /// know. To be called before the first event.
    /// </summary>
    /// <param name="life">How many lives the room had before.</param>
    public void ContinueFrom(int life) => Sequence = _forgottenUpTo = Math.Max(Sequence, life * NumbersOfALife);

    /// <summary>Gives the event the next number and keeps it if it lasts.</summary>
    public T Number<T>(T happened)
        where T : RoomEvent
    {
        var numbered = happened with { Sequence = ++Sequence };
        if (numbered.Lasting)
        {
            _events.Enqueue(numbered);
            if (_events.Count > capacity)
            {
                _forgottenUpTo = _events.Dequeue().Sequence;
            }
        }

        return (T)numbered;
    }

    /// <summary>The lasting events after <paramref name="sequence"/>, in order; null when some of them are forgotten, or the
    /// number is of another life of the room.</summary>
    public IReadOnlyList<RoomEvent>? Since(long sequence) =>
        sequence < _forgottenUpTo || sequence > Sequence ? null : [.. _events.Where(one => one.Sequence > sequence)];
}
