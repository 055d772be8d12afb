namespace Telemed.Rtc.Rtcp;

/// <summary>The report blocks of a sender or receiver report, decoded as they are asked for.</summary>
public readonly ref struct ReportBlockList
{
    private readonly ReadOnlySpan<byte> _blocks;

    internal ReportBlockList(ReadOnlySpan<byte> blocks) => _blocks = blocks;

    /// <summary>How many there are, 0 to 31.</summary>
    public int Count => _blocks.Length / ReportBlock.Length;

    /// <summary>The block at a place from 0 to <see cref="Count"/> - 1.</summary>
    public ReportBlock this[int index] => ReportBlock.Read(_blocks.Slice(index * ReportBlock.Length, ReportBlock.Length));
}
