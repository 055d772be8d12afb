namespace Telemed.Media.Recording;

/// <summary>
/// Watches, from outside the journal thread, whether what a recording's tap took in reaches its files. One thread at a time.
/// </summary>
/// <param name="limitMilliseconds">How long bytes may wait before the recording counts as stalled.</param>
internal sealed class WriteWatch(int limitMilliseconds)
{
    private readonly Dictionary<JournalSession, (long Taken, long Written, long Since)> _seen = [];

    /// <summary>Those that have taken media in and have written nothing for too long.</summary>
    public List<JournalSession> Stalled(IReadOnlyList<JournalSession> running, long nowMilliseconds)
    {
        foreach (var gone in _seen.Keys.Where(session => !running.Contains(session)).ToList())
        {
            _seen.Remove(gone);
        }

        var stalled = new List<JournalSession>();
        foreach (var session in running.Where(session => session.IsWriting))
        {
            var (taken, written) = (session.TakenBytes, session.WrittenBytes);
            if (!_seen.TryGetValue(session, out var before) || written != before.Written || taken == before.Taken)
            {
                // It grew, or there was nothing to write: from here on it counts.
                _seen[session] = (taken, written, nowMilliseconds);
            }
            else if (nowMilliseconds - before.Since >= limitMilliseconds)
            {
                stalled.Add(session);
                _seen.Remove(session);
            }
        }

        return stalled;
    }
}
