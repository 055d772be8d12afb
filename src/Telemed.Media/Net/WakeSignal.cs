namespace Telemed.Media.Net;

/// <summary>
/// Wakes a thread that sleeps in <c>ppoll</c>. Raising it is cheap while the thread is awake: only a sleeper costs a
/// system call. <see cref="Raise"/> may be called from any thread, the rest from the sleeping one.
/// </summary>
internal sealed unsafe class WakeSignal : IDisposable
{
    private readonly Lock _gate = new();
    private int _fd;
    private int _sleeping;

    /// <summary>Opens the signal.</summary>
    /// <exception cref="IOException">The system has no descriptor left.</exception>
    public WakeSignal()
    {
        _fd = Libc.EventFd(0, Libc.SocketNonBlocking | Libc.SocketCloseOnExec);
        if (_fd < 0)
        {
            throw new IOException("No event descriptor could be opened.");
        }
    }

    /// <summary>The descriptor to poll.</summary>
    public int Fd => _fd;

    /// <summary>Announces that this thread is about to sleep; it must look for work once more after this.</summary>
    public void BeforeSleep() => Interlocked.Exchange(ref _sleeping, 1);

    /// <summary>Takes the announcement back, and the signal with it.</summary>
    public void AfterSleep(bool raised)
    {
        Interlocked.Exchange(ref _sleeping, 0);
        if (raised)
        {
            ulong count;
            _ = Libc.Read(_fd, &count, sizeof(ulong));
        }
    }

    /// <summary>Wakes the thread if it sleeps or is about to.</summary>
    public void Raise()
    {
        if (Interlocked.Exchange(ref _sleeping, 0) == 0)
        {
            return;
        }

        lock (_gate)
        {
            if (_fd >= 0)
            {
                ulong one = 1;
                _ = Libc.Write(_fd, &one, sizeof(ulong));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_fd >= 0)
            {
                _ = Libc.Close(_fd);
                _fd = -1;
            }
        }
    }
}
