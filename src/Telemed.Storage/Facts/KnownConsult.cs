using System.Collections.Immutable;

namespace Telemed.Storage.Facts;

/// <summary>A consult as this process read it last: what it is worth is asked of the database at every use.</summary>
/// <param name="State">The state.</param>
/// <param name="Facts">The facts that led to it, personal parts opened.</param>
/// <param name="Hash">The hash of the last of them.</param>
/// <param name="MasterKey">The master key that wraps the case's key.</param>
/// <param name="Wrapped">The case's key as it is stored; <c>null</c> once destroyed.</param>
/// <param name="Key">The case's key.</param>
internal sealed record KnownConsult(
    ConsultState State,
    ImmutableArray<ConsultEvent> Facts,
    ReadOnlyMemory<byte> Hash,
    string? MasterKey,
    byte[]? Wrapped,
    byte[]? Key)
{
    /// <summary>A consult of which nothing is stored.</summary>
    internal static KnownConsult Nothing { get; } =
        new(ConsultState.Unknown.Instance, [], ReadOnlyMemory<byte>.Empty, null, null, null);

    /// <summary>How many facts led to it.</summary>
    internal int Version => Facts.Length;

    /// <summary>As the desks take it.</summary>
    internal Loaded<ConsultState> Loaded => new(State, Version, Hash);

    /// <summary>As it is shown.</summary>
    internal ConsultHistory History => new(State, Facts);

    /// <summary>Whether the facts were opened with the key that is stored now: a destroyed one opens nothing.</summary>
    internal bool HasKeyOf(StreamHead head) => MasterKey == head.MasterKey
        && (Wrapped is null ? head.Wrapped is null : head.Wrapped is not null && Wrapped.AsSpan().SequenceEqual(head.Wrapped));

    /// <summary>This consult with the facts that followed.</summary>
    internal KnownConsult With(IReadOnlyList<ConsultEvent> facts, ReadOnlyMemory<byte> hash) => this with
    {
        State = facts.Aggregate(State, ConsultDecider.Evolve),
        Facts = Facts.AddRange(facts),
        Hash = hash,
    };
}
