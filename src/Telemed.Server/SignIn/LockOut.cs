namespace Telemed.Server.SignIn;

/// <summary>
/// Wrong passwords by user name, known or not, so that the answer does not tell which names exist. After too many within
/// the window the name is locked for as long again. In memory, one node: a restart forgives. Any thread.
/// </summary>
internal sealed class LockOut(int failures, TimeSpan window, TimeProvider time)
{
    private const int MostNames = 50_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Wrong> _names = new(StringComparer.Ordinal);

    /// <summary>How long the name stays locked; null when it is not.</summary>
    public TimeSpan? Remaining(string user)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            return _names.TryGetValue(user, out var wrong) && wrong.LockedUntil > now ? wrong.LockedUntil - now : null;
        }
    }

    /// <summary>Notes a wrong password.</summary>
    public void Failed(string user)
    {
        var now = time.GetUtcNow();
        lock (_gate)
        {
            if (!_names.TryGetValue(user, out var wrong))
            {
                Prune(now);
                _names[user] = wrong = new();
            }

            wrong.Times.Enqueue(now);
            while (wrong.Times.Peek() <= now - window)
            {
                wrong.Times.Dequeue();
            }

            if (wrong.Times.Count >= failures)
            {
                wrong.LockedUntil = now + window;
                wrong.Times.Clear();
            }
        }
    }

    /// <summary>Forgets the name's wrong passwords after a right one.</summary>
    public void Succeeded(string user)
    {
        lock (_gate)
        {
            _names.Remove(user);
        }
    }

    private void Prune(DateTimeOffset now)
    {
        if (_names.Count < MostNames)
        {
            return;
        }

        foreach (var (user, wrong) in _names.ToArray())
        {
            if (wrong.LockedUntil <= now && wrong.Times.All(at => at <= now - window))
            {
                _names.Remove(user);
            }
        }

        if (_names.Count >= MostNames)
        {
            _names.Clear(); // A flood of made-up names; forgiving all is better than growing without bound.
        }
    }

    private sealed class Wrong
    {
        public Queue<DateTimeOffset> Times { get; } = new();

        public DateTimeOffset LockedUntil { get; set; } = DateTimeOffset.MinValue;
    }
}
