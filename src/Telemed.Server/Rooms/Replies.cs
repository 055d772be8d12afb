namespace Telemed.Server.Rooms;

/// <summary>
/// The answers to a participant's last messages, so that a message repeated after a broken connection is answered again
/// and not done twice. Only within the room's loop.
/// </summary>
internal sealed class Replies
{
    private const int Capacity = 128;

    private readonly Dictionary<string, object?> _replies = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <summary>The earlier answer to this message.</summary>
    public bool TryGet(string messageId, out object? reply) => _replies.TryGetValue(messageId, out reply);

    /// <summary>Keeps an answer; the oldest goes.</summary>
    public void Keep(string messageId, object? reply)
    {
        if (_replies.TryAdd(messageId, reply))
        {
            _order.Enqueue(messageId);
            if (_order.Count > Capacity)
            {
                _replies.Remove(_order.Dequeue());
            }
        }
    }
}
