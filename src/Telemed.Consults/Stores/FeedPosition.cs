namespace Telemed.Consults.Stores;

/// <summary>
/// A place in the feed of facts. A sequence number alone is not commit order on PostgreSQL, so the place is the pair of
/// transaction and sequence number; SQLite has one writer and the transaction is always 0.
/// </summary>
/// <param name="Transaction">The writing transaction's number, or 0.</param>
/// <param name="Sequence">The fact's sequence number.</param>
public readonly record struct FeedPosition(long Transaction, long Sequence) : IComparable<FeedPosition>
{
    /// <summary>Before the first fact.</summary>
    public static FeedPosition Start => default;

    /// <inheritdoc/>
    public int CompareTo(FeedPosition other) =>
        (Transaction, Sequence).CompareTo((other.Transaction, other.Sequence));

    /// <summary>Whether <paramref name="left"/> comes before <paramref name="right"/>.</summary>
    public static bool operator <(FeedPosition left, FeedPosition right) => left.CompareTo(right) < 0;

    /// <summary>Whether <paramref name="left"/> comes after <paramref name="right"/>.</summary>
    public static bool operator >(FeedPosition left, FeedPosition right) => left.CompareTo(right) > 0;

    /// <summary>Whether <paramref name="left"/> does not come after <paramref name="right"/>.</summary>
    public static bool operator <=(FeedPosition left, FeedPosition right) => left.CompareTo(right) <= 0;

    /// <summary>Whether <paramref name="left"/> does not come before <paramref name="right"/>.</summary>
    public static bool operator >=(FeedPosition left, FeedPosition right) => left.CompareTo(right) >= 0;
}
