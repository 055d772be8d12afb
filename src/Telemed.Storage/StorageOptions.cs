namespace Telemed.Storage;

/// <summary>Which database to use.</summary>
public sealed record StorageOptions
{
    /// <summary>A PostgreSQL connection string; empty means SQLite.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The SQLite file, made when missing; its folder must exist. Used without a connection string.</summary>
    public string? SqliteFile { get; init; }

    /// <summary>How long a node counts as alive without another word.</summary>
    public TimeSpan NodeLease { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Every fault of these values; empty when all hold.</summary>
    public IReadOnlyList<string> Faults() =>
        string.IsNullOrWhiteSpace(ConnectionString) && string.IsNullOrWhiteSpace(SqliteFile)
            ? ["A PostgreSQL connection string or a SQLite file is needed."]
            : [];
}
