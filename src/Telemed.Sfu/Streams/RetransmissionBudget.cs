namespace Telemed.Sfu.Streams;

/// <summary>
/// Bounds what is sent again to one receiver: at most half of what goes to it in the first place, so that answers to
/// NACK cannot drown a narrow link. Bytes; not thread-safe.
/// </summary>
internal struct RetransmissionBudget
{
    private const int Most = 64 << 10;

    private int _left = Most / 2;

    /// <summary>Starts half full.</summary>
    public RetransmissionBudget()
    {
    }

    /// <summary>A packet went out for the first time.</summary>
    public void NoteSent(int bytes) => _left = Math.Min(Most, _left + (bytes / 2));

    /// <summary>Whether a packet may go out again; if so it is counted.</summary>
    public bool TryTake(int bytes)
    {
        if (_left < bytes)
        {
            return false;
        }

        _left -= bytes;
        return true;
    }
}
