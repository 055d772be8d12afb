using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests;

public sealed class SqliteStoryTests : StoryConformance
{
    private readonly SqliteFile _file = new();

    protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(_file.Options);

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }
}

public sealed class PostgresStoryTests(PostgresFixture postgres) : StoryConformance
{
    private string? _connection;

    protected override async Task<StorageOptions> OptionsAsync() =>
        new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };
}

public sealed class SqliteStoreTests : StoreConformance
{
    private readonly SqliteFile _file = new();

    protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(_file.Options);

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }
}

public sealed class PostgresStoreTests(PostgresFixture postgres) : StoreConformance
{
    private string? _connection;

    protected override async Task<StorageOptions> OptionsAsync() =>
        new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };
}

public sealed class SqliteRaceTests : RaceConformance
{
    private readonly SqliteFile _file = new();

    protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(_file.Options);

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }
}

public sealed class PostgresRaceTests(PostgresFixture postgres) : RaceConformance
{
    private string? _connection;

    protected override async Task<StorageOptions> OptionsAsync() =>
        new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };
}

public sealed class SqliteHistoryTests : HistoryConformance
{
    private readonly SqliteFile _file = new();

    protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(_file.Options);

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }
}

public sealed class PostgresHistoryTests(PostgresFixture postgres) : HistoryConformance
{
    private string? _connection;

    protected override async Task<StorageOptions> OptionsAsync() =>
        new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };
}

public sealed class SqliteMigrationTests : MigrationConformance
{
    private readonly SqliteFile _file = new();

    protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(_file.Options);

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }
}

public sealed class PostgresMigrationTests(PostgresFixture postgres) : MigrationConformance
{
    private string? _connection;

    protected override async Task<StorageOptions> OptionsAsync() =>
        new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };
}

public sealed class SqliteNodeTests : NodeConformance
{
    private readonly SqliteFile _file = new();

    protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(_file.Options);

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }
}

public sealed class PostgresNodeTests(PostgresFixture postgres) : NodeConformance
{
    private string? _connection;

    protected override async Task<StorageOptions> OptionsAsync() =>
        new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };
}

public sealed class SqliteNodeHistoryTests : NodeHistoryConformance
{
    private readonly SqliteFile _file = new();

    protected override int Operations => 2_000; // Each is a disk's sync here.

    protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(_file.Options);

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }
}

public sealed class PostgresNodeHistoryTests(PostgresFixture postgres) : NodeHistoryConformance
{
    private string? _connection;

    protected override int Operations => 10_000;

    protected override async Task<StorageOptions> OptionsAsync() =>
        new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };
}

public sealed class SqliteOperationsTests : OperationsConformance
{
    private readonly SqliteFile _file = new();

    protected override Task<StorageOptions> OptionsAsync() => Task.FromResult(_file.Options);

    public override ValueTask DisposeAsync()
    {
        _file.Dispose();
        return base.DisposeAsync();
    }
}

public sealed class PostgresOperationsTests(PostgresFixture postgres) : OperationsConformance
{
    private string? _connection;

    protected override async Task<StorageOptions> OptionsAsync() =>
        new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };
}
