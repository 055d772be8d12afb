using Telemed.Rtc.Time;

namespace Telemed.Sfu.Streams;

/// <summary>
/// Decides when to ask one video source for a key frame. Many receivers may want one at the same moment; the source is
/// asked once, and again only when the first request seems lost. The first wish is granted at once.
/// </summary>
/// <remarks>
/// <code>
/// Quiet ──want──► Asked ──key frame──► Quiet
///                   │ ▲
///                   └─┘ retry interval passed
/// </code>
/// Two requests are never closer than <see cref="LeastInterval"/>: a key frame costs a weak uplink several frames' worth
/// of bits. Not thread-safe; allocates nothing.
/// </remarks>
public sealed class KeyFrameRequester
{
    /// <summary>The least time between two requests to one source.</summary>
    public static readonly TimeSpan LeastInterval = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(500);
    private MonotonicTime _askedAt;
    private bool _everAsked;
    private bool _wanted;

    /// <summary>When <see cref="TryTake"/> may say yes; never while nobody wants a key frame.</summary>
    public MonotonicTime Deadline { get; private set; } = MonotonicTime.Never;

    /// <summary>Requests that were granted.</summary>
    public long Requests { get; private set; }

    /// <summary>A receiver needs a key frame.</summary>
    public void Want(MonotonicTime now)
    {
        if (_wanted)
        {
            return;
        }

        _wanted = true;
        Deadline = _everAsked && now - _askedAt < LeastInterval ? _askedAt + LeastInterval : now;
    }

    /// <summary>A key frame began to arrive: all wishes are fulfilled.</summary>
    public void Fulfil()
    {
        _wanted = false;
        Deadline = MonotonicTime.Never;
    }

    /// <summary>Whether to send a request now; if so, it counts as sent.</summary>
    public bool TryTake(MonotonicTime now)
    {
        if (!_wanted || now < Deadline)
        {
            return false;
        }

        _askedAt = now;
        _everAsked = true;
        Requests++;
        Deadline = now + RetryInterval;
        return true;
    }
}
