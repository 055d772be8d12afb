using Telemed.Consults.Consults;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests;

/// <summary>The restore that an operator rehearses: PostgreSQL's own dump of a database in use, put in place elsewhere.</summary>
public sealed class PostgresBackupTests(PostgresFixture postgres) : DatabaseTest
{
    private string? _connection;

    protected override async Task<StorageOptions> OptionsAsync() =>
        new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };

    [Fact]
    public async Task A_dump_of_a_database_in_use_comes_back_whole_and_its_cases_go_on()
    {
        await using var world = await OpenWorldAsync();
        var consult = await world.InSessionAsync();
        using var dumped = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var writing = WriteAsync(world, dumped.Token);

        var copy = await postgres.CopyAsync((await OptionsAsync()).ConnectionString!);

        await dumped.CancelAsync();
        Assert.True(await writing > 0);
        await using var restored = await World.OpenAsync(await ConsultDatabase.OpenAsync(
            new() { ConnectionString = copy }, Master, Cancellation));
        restored.Now = world.Now;
        Assert.Empty(await restored.Database.VerifyAsync(Cancellation));
        var ended = World.Done(await restored.Consults.EndAsync(restored.As(restored.Specialist, "end-there"), consult.Id, Cancellation));
        Assert.Equal(ConsultStatus.OpinionPending, ended.State);
        Assert.Equal("王秀英", ended.Patient!.Name);
    }

    /// <summary>Somebody works while the dump is taken: drafts, one after the other; how many.</summary>
    private static async Task<int> WriteAsync(World world, CancellationToken until)
    {
        var written = 0;
        do
        {
            World.Done(await world.Consults.CreateAsync(
                world.As(world.OtherClinic, $"while-{written}"), World.Request(), CancellationToken.None));
            written++;
        }
        while (!until.IsCancellationRequested);

        return written;
    }
}
