using System.Diagnostics.CodeAnalysis;

namespace Telemed.Server.Problems;

/// <summary>A value, or why there is none.</summary>
internal readonly struct Answer<T>
{
    private readonly T? _value;

    private Answer(T? value, Refusal? refusal) => (_value, Refusal) = (value, refusal);

    /// <summary>Why there is no value; null when there is one.</summary>
    public Refusal? Refusal { get; }

    /// <summary>The value; ask <see cref="TryGet"/> or know that <see cref="Refusal"/> is null.</summary>
    public T Value => Refusal is null ? _value! : throw new InvalidOperationException("The answer is a refusal.");

    /// <summary>Whether there is a value.</summary>
    public bool TryGet([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Refusal? refusal)
    {
        (value, refusal) = (_value, Refusal);
        return refusal is null;
    }

    /// <summary>The value made into another; a refusal stays.</summary>
    public Answer<TNext> Select<TNext>(Func<T, TNext> next) => Refusal is { } refusal ? refusal : next(_value!);

    /// <summary>The value, or the refusal as the hub's caller hears it.</summary>
    public T OrThrow() => Refusal is { } refusal ? throw refusal.ToHubException() : _value!;

    /// <summary>A value.</summary>
    public static implicit operator Answer<T>(T value) => new(value, null);

    /// <summary>A refusal.</summary>
    public static implicit operator Answer<T>(Refusal refusal) => new(default, refusal);

    /// <summary>A refusal of this kind.</summary>
    public static implicit operator Answer<T>(ProblemKind kind) => new(default, kind);
}
