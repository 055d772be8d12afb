namespace Telemed.Recording.Finalising;

/// <summary>An epoch on its own monotonic clock.</summary>
/// <param name="Epoch">The epoch's number.</param>
/// <param name="StartNs">Its start.</param>
/// <param name="EndNs">Its end.</param>
/// <param name="StartedAt">Wall time of its start.</param>
/// <param name="Pauses">Its pauses in order.</param>
internal sealed record EpochSpan(
    int Epoch, long StartNs, long EndNs, DateTimeOffset StartedAt, IReadOnlyList<(long FromNs, long ToNs)> Pauses)
{
    /// <summary>Wall time of its end.</summary>
    public DateTimeOffset EndedAt => WallOf(EndNs);

    /// <summary>Wall time of an instant.</summary>
    public DateTimeOffset WallOf(long ns) => StartedAt.AddTicks((ns - StartNs) / 100);
}
