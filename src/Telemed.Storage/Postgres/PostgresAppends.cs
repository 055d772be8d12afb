using Npgsql;

namespace Telemed.Storage.Postgres;

/// <summary>
/// Appends of this process on their way to the database: a few transactions at a time, and what comes while they are all
/// under way goes together in the next, one round trip and one commit for all of it. An append is answered after its
/// commit. One that is refused undoes its group, whose appends then go one by one, so that each gets its own answer; and
/// one whose rows are being written waits for them, as it would in the database. Callable from any thread.
/// </summary>
/// <param name="commit">Runs statements in one transaction, and tells those who wait for commits.</param>
internal sealed class PostgresAppends(Func<IReadOnlyList<Statement>, Task> commit)
{
    /// <summary>Transactions at a time.</summary>
    private const int Lanes = 2;

    /// <summary>Appends of one commit: bounds how long the first of them waits for the last.</summary>
    private const int Most = 16;

    private readonly Lock _gate = new();
    private readonly LinkedList<WaitingWrite> _waiting = [];
    private readonly HashSet<string> _locked = new(StringComparer.Ordinal);
    private int _busy;

    /// <summary>Commits the sections, or none of them and an exception.</summary>
    internal async Task AppendAsync(IReadOnlyList<Section> sections, CancellationToken cancellation)
    {
        var append = new WaitingWrite(sections);
        List<WaitingWrite> group;
        lock (_gate)
        {
            _waiting.AddLast(append);
            group = _busy < Lanes ? Take() : [];
            _busy += group.Count > 0 ? 1 : 0;
        }

        if (group.Count > 0)
        {
            _ = CommitAsync(group);
        }

        await using (cancellation.Register(() => append.GiveUp(cancellation)))
        {
            await append.Done;
        }
    }

    /// <summary>Commits a group, and what waits after it, until nothing does. Never fails: who waits hears of faults.</summary>
    private async Task CommitAsync(List<WaitingWrite> group)
    {
        while (group.Count > 0)
        {
            await WriteAsync(group);
            lock (_gate)
            {
                foreach (var section in group.SelectMany(one => one.Sections))
                {
                    _locked.Remove(section.Key);
                }

                group = Take();
                _busy -= group.Count > 0 ? 0 : 1;
            }
        }
    }

    private async Task WriteAsync(List<WaitingWrite> group)
    {
        try
        {
            await commit([.. group.SelectMany(one => one.Sections).OrderBy(one => one.Key, StringComparer.Ordinal).SelectMany(one => one.Statements)]);
            group.ForEach(one => one.Finish());
        }
        catch (PostgresException) when (group.Count > 1)
        {
            foreach (var one in group)
            {
                await WriteAsync([one]);
            }
        }
        catch (Exception fault)
        {
            group.ForEach(one => one.Fail(fault));
            if (fault is NpgsqlException { InnerException: TimeoutException })
            {
                FailWaiting(fault);
            }
        }
    }

    /// <summary>The database does not answer: what waited behind that question is not kept waiting for as long again.</summary>
    private void FailWaiting(Exception fault)
    {
        lock (_gate)
        {
            foreach (var one in _waiting.Where(one => one.Take()))
            {
                one.Fail(fault);
            }

            _waiting.Clear();
        }
    }

    /// <summary>
    /// The next group. What locks the same as another append rests on what that one is about to change, and will be
    /// refused: it waits for its turn and then goes alone.
    /// </summary>
    private List<WaitingWrite> Take()
    {
        var group = new List<WaitingWrite>();
        for (var node = _waiting.First; node is not null && group.Count < Most;)
        {
            var (one, next) = (node.Value, node.Next);
            if (one.Sections.Any(section => _locked.Contains(section.Key)))
            {
                one.GoesAlone = true;
            }
            else if (!one.GoesAlone || group.Count == 0)
            {
                _waiting.Remove(node);
                if (one.Take())
                {
                    group.Add(one);
                    _locked.UnionWith(one.Sections.Select(section => section.Key));
                    next = one.GoesAlone ? null : next;
                }
            }

            node = next;
        }

        return group;
    }
}
