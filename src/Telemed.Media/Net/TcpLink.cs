using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using Telemed.Rtc.Session;
using Telemed.Rtc.Time;

namespace Telemed.Media.Net;

/// <summary>
/// One ICE-TCP connection as a shard sees it (RFC 6544, frames by RFC 4571). Another thread puts received frames in; the
/// shard takes them and sends. What the kernel does not take waits here for at most <see cref="LongestWait"/>: then it
/// is dropped, whole frames only. Sound overtakes pictures; checks, handshakes and reports overtake both and are never
/// dropped for their age.
/// </summary>
internal sealed unsafe class TcpLink
{
    /// <summary>How long a packet may wait: older sound or picture is of no use to a conversation.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(300);

    /// <summary>What may lie unsent in the kernel, out of reach of our own order: some three packets.</summary>
    private const int UnsentInKernel = 4096;
    private const int PrefixSize = 2;

    private readonly SafeSocketHandle _handle;
    private readonly Action<TcpLink> _announce;
    private readonly FrameRing _received = new(64 * 1024);
    private readonly FrameRing _vital = new(16 * 1024);
    private readonly FrameRing _sound = new(16 * 1024);
    private readonly FrameRing _pictures = new(96 * 1024);
    private readonly byte[] _frame = new byte[PrefixSize + SendQueue.SlotSize];
    private readonly TaskCompletionSource _ended;
    private int _frameLength;
    private int _frameSent;
    private int _isAnnounced;
    private int _isClosed;
    private long _dropped;

    /// <summary>Takes a connection over. Its bytes are read elsewhere; nobody else writes to it.</summary>
    /// <param name="socket">The connection; its owner closes it when <paramref name="ended"/> completes.</param>
    /// <param name="announce">Tells the shard that there is something to take; called from any thread.</param>
    /// <param name="ended">Completed when it is over.</param>
    public TcpLink(Socket socket, Action<TcpLink> announce, TaskCompletionSource ended)
    {
        _ended = ended;
        Path = NetworkPath.From((IPEndPoint)socket.RemoteEndPoint!, NetworkProtocol.Tcp);
        _handle = socket.SafeHandle;
        _announce = announce;
        socket.NoDelay = true;
        var limit = UnsentInKernel;
        _ = Libc.SetSocketOption(Fd, Libc.LevelTcp, Libc.TcpNotSentLowWater, &limit, sizeof(int));
    }

    /// <summary>The far end.</summary>
    public NetworkPath Path { get; }

    /// <summary>The descriptor; valid from <see cref="Hold"/> to <see cref="Release"/>.</summary>
    public int Fd => (int)_handle.DangerousGetHandle();

    /// <summary>Whether the shard knows it.</summary>
    public bool IsAttached { get; set; }

    /// <summary>Whether a peer has proven that this connection is its own. Any thread may ask.</summary>
    public bool IsProven { get; set; }

    /// <summary>Whether the kernel takes no more for now: poll for room, then <see cref="Flush"/>.</summary>
    public bool IsBlocked { get; private set; }

    /// <summary>Whether it is over. Any thread may ask.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

    /// <summary>Frames dropped in either direction.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Puts a received frame in; what the shard is too late for is dropped. The reading thread calls it.</summary>
    public void Receive(ReadOnlySpan<byte> frame)
    {
        if (!_received.TryAdd(frame, 0))
        {
            Interlocked.Increment(ref _dropped);
        }

        Announce();
    }

    /// <summary>Ends it; the shard hears of it. Any thread may call it.</summary>
    public void Close()
    {
        if (Interlocked.Exchange(ref _isClosed, 1) == 0)
        {
            _ended.TrySetResult();
            Announce();
        }
    }

    /// <summary>Says that the shard looks at it now; what comes later is announced anew.</summary>
    public void BeginTake() => Volatile.Write(ref _isAnnounced, 0);

    /// <summary>Tells the shard once that there is something to take.</summary>
    public void Announce()
    {
        if (Interlocked.Exchange(ref _isAnnounced, 1) == 0)
        {
            _announce(this);
        }
    }

    /// <summary>Looks at the oldest received frame.</summary>
    public bool TryPeekReceived(out Span<byte> frame) => _received.TryPeek(out frame, out _);

    /// <summary>Removes the frame that was looked at.</summary>
    public void RemoveReceived() => _received.Remove();

    /// <summary>Keeps the descriptor open until <see cref="Release"/>, whatever its owner does.</summary>
    /// <exception cref="ObjectDisposedException">It is closed already.</exception>
    public void Hold()
    {
        var held = false;
        _handle.DangerousAddRef(ref held);
    }

    /// <summary>Lets the descriptor go.</summary>
    public void Release() => _handle.DangerousRelease();

    /// <summary>Queues a datagram to send.</summary>
    /// <param name="now">The time.</param>
    /// <param name="datagram">At most <see cref="SendQueue.SlotSize"/> bytes.</param>
    /// <param name="audioTypes">The payload types of sound, by bit.</param>
    public void Add(MonotonicTime now, ReadOnlySpan<byte> datagram, UInt128 audioTypes)
    {
        var ring = RingOf(datagram, audioTypes);
        while (!ring.TryAdd(datagram, now.Nanoseconds))
        {
            if (!ring.TryPeek(out _, out _))
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            Drop(ring);
        }
    }

    /// <summary>Sends what waits for as long as the kernel takes it.</summary>
    public void Flush(MonotonicTime now)
    {
        IsBlocked = false;
        while (!IsClosed && (_frameSent < _frameLength || TryTakeNext(now)))
        {
            if (!TrySend())
            {
                return;
            }
        }
    }

    private FrameRing RingOf(ReadOnlySpan<byte> datagram, UInt128 audioTypes)
    {
        // RFC 7983 and RFC 5761: below 128 checks and handshakes, 192 to 223 in the second byte reports.
        if (datagram.Length < 2 || datagram[0] < 128 || datagram[1] is >= 192 and <= 223)
        {
            return _vital;
        }

        return ((audioTypes >> (datagram[1] & 0x7F)) & 1) == 1 ? _sound : _pictures;
    }

    private bool TryTakeNext(MonotonicTime now)
    {
        DropOld(_sound, now);
        DropOld(_pictures, now);
        return TryTake(_vital) || TryTake(_sound) || TryTake(_pictures);
    }

    private void DropOld(FrameRing ring, MonotonicTime now)
    {
        while (ring.TryPeek(out _, out var added) && now - new MonotonicTime(added) > LongestWait)
        {
            Drop(ring);
        }
    }

    private void Drop(FrameRing ring)
    {
        ring.Remove();
        Interlocked.Increment(ref _dropped);
    }

    private bool TryTake(FrameRing ring)
    {
        if (!ring.TryPeek(out var frame, out _))
        {
            return false;
        }

        BinaryPrimitives.WriteUInt16BigEndian(_frame, (ushort)frame.Length);
        frame.CopyTo(_frame.AsSpan(PrefixSize));
        _frameLength = PrefixSize + frame.Length;
        _frameSent = 0;
        ring.Remove();
        return true;
    }

    private bool TrySend()
    {
        fixed (byte* bytes = _frame)
        {
            var sent = Libc.Send(
                Fd,
                bytes + _frameSent,
                (nuint)(_frameLength - _frameSent),
                Libc.MessageDontWait | Libc.MessageNoSignal);
            if (sent > 0)
            {
                _frameSent += (int)sent;
                return true;
            }
        }

        switch (Marshal.GetLastSystemError())
        {
            case Libc.ErrorInterrupted:
                return true;
            case Libc.ErrorAgain:
                IsBlocked = true;
                return false;
            default:
                Close();
                return false;
        }
    }
}
