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
