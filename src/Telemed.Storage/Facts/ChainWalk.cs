namespace Telemed.Storage.Facts;

/// <summary>The state of a walk along the chains: facts in the order of stream and version, then the heads.</summary>
internal sealed class ChainWalk(List<ChainFault> faults)
{
    private readonly Dictionary<string, (long Version, byte[] Hash)> _ends = new(StringComparer.Ordinal);

    /// <summary>The next fact.</summary>
    internal void Add(EventRow row)
    {
        var (version, hash) = _ends.TryGetValue(row.Stream, out var end) ? end : (0, []);
        if (row.Version != version + 1)
        {
            faults.Add(new(row.Stream, version + 1, "missing"));
        }

        var expected = FactChain.Next(
            hash, row.Stream, (int)row.Version, row.At, row.Actor, row.Type, row.Data);
        if (!expected.AsSpan().SequenceEqual(row.Hash))
        {
            faults.Add(new(row.Stream, row.Version, "changed"));
        }

        _ends[row.Stream] = (row.Version, row.Hash);
    }

    /// <summary>Compares the ends of the chains with the heads that the streams remember.</summary>
    internal void Close(IEnumerable<SnapshotRow> heads)
    {
        foreach (var head in heads)
        {
            if (!_ends.Remove(head.Key, out var end) || end.Version != head.Version)
            {
                faults.Add(new(head.Key, head.Version, "missing"));
            }
            else if (!end.Hash.AsSpan().SequenceEqual(head.Hash))
            {
                faults.Add(new(head.Key, head.Version, "changed"));
            }
        }

        faults.AddRange(_ends.Select(end => new ChainFault(end.Key, end.Value.Version, "unknown")));
    }
}
