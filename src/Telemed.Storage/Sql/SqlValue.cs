namespace Telemed.Storage.Sql;

/// <summary>
/// The value of a parameter with its type, which a null has too: PostgreSQL prepares a statement for the types of its
/// parameters, and one that meets a null without a type is taken apart and planned anew.
/// </summary>
internal readonly struct SqlValue
{
    private readonly object? _reference;
    private readonly long _number;

    private SqlValue(SqlType type, object? reference, long number = 0)
    {
        (Type, _reference, _number) = (type, reference, number);
    }

    /// <summary>The type, of a null too.</summary>
    internal SqlType Type { get; }

    /// <summary>Whether it is null.</summary>
    internal bool IsNull => Type != SqlType.Number && _reference is null;

    /// <summary>The value of the type <see cref="SqlType.Number"/>.</summary>
    internal long Number => _number;

    /// <summary>The value as ADO.NET takes it.</summary>
    internal object ToObject() => Type == SqlType.Number ? _number : _reference ?? DBNull.Value;

    public static implicit operator SqlValue(string? value) => new(SqlType.Text, value);

    public static implicit operator SqlValue(long value) => new(SqlType.Number, null, value);

    public static implicit operator SqlValue(long? value) =>
        value is { } number ? new(SqlType.Number, null, number) : new(SqlType.NullNumber, null);

    public static implicit operator SqlValue(double value) => new(SqlType.Real, value);

    public static implicit operator SqlValue(double? value) => new(SqlType.Real, value);

    public static implicit operator SqlValue(byte[]? value) => new(SqlType.Bytes, value);

    public static implicit operator SqlValue(string[]? value) => new(SqlType.Texts, value);
}
