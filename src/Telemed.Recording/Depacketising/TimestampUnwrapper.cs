namespace Telemed.Recording.Depacketising;

/// <summary>
/// Extends 32-bit RTP time stamps to 64 bits: each is taken as the one nearest to the latest. Mutable; do not copy.
/// </summary>
internal struct TimestampUnwrapper
{
    private long _latest;
    private bool _started;

    /// <summary>Whether a time stamp has been seen.</summary>
    public readonly bool Started => _started;

    /// <summary>Extends a media packet's time stamp and remembers it if it is the latest.</summary>
    public long Unwrap(uint timestamp)
    {
        var extended = Peek(timestamp);
        _latest = _started ? Math.Max(_latest, extended) : extended;
        _started = true;
        return extended;
    }

    /// <summary>Extends a time stamp without remembering it.</summary>
    public readonly long Peek(uint timestamp) =>
        _started ? _latest + (int)(timestamp - (uint)_latest) : timestamp;
}
