using System.Collections;

namespace Telemed.Consults.Stores;

/// <summary>A consult's facts, in order, and the state they led to: who shows a case folds none of it anew.</summary>
/// <param name="state">The state after all of them.</param>
/// <param name="facts">The facts.</param>
public sealed class ConsultHistory(ConsultState state, ImmutableArray<ConsultEvent> facts) : IReadOnlyList<ConsultEvent>
{
    /// <summary>The state after all of them; <see cref="ConsultState.Unknown"/> when there are none.</summary>
    public ConsultState State { get; } = state;

    /// <inheritdoc/>
    public int Count => facts.Length;

    /// <inheritdoc/>
    public ConsultEvent this[int index] => facts[index];

    /// <inheritdoc/>
    public IEnumerator<ConsultEvent> GetEnumerator() => ((IEnumerable<ConsultEvent>)facts).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
