using System.Data.Common;
using Dapper;
using Npgsql;
using Telemed.Consults.Availability;
using Telemed.Consults.Ids;
using Telemed.Consults.Stores;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests;

/// <summary>Appends that come while others are under way to the database.</summary>
public sealed class PostgresAppendTests(PostgresFixture postgres) : DatabaseTest
{
    private string? _connection;

    protected override async Task<StorageOptions> OptionsAsync() =>
        new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };

    [Fact]
    public async Task What_comes_while_others_are_under_way_is_committed_together()
    {
        await using var world = await OpenWorldAsync();

        var outcomes = await WhileWaitingAsync(world, () => [Arrive(world, "a"), Arrive(world, "b"), Arrive(world, "c")]);

        Assert.All(outcomes, outcome => Assert.Equal(AppendOutcome.Committed, outcome));
        Assert.Single(await TransactionsAsync("a", "b", "c"));
    }

    [Fact]
    public async Task An_append_that_is_refused_refuses_none_of_those_that_went_with_it()
    {
        await using var world = await OpenWorldAsync();
        Assert.Equal(AppendOutcome.Committed, await Arrive(world, "b"));
        Assert.Equal(AppendOutcome.Committed, await Arrive(world, "d", "done"));

        var outcomes = await WhileWaitingAsync(
            world, () => [Arrive(world, "a"), Arrive(world, "b"), Arrive(world, "c"), Arrive(world, "e", "done"), Arrive(world, "f")]);

        Assert.Equal(
            [AppendOutcome.Committed, AppendOutcome.Conflict, AppendOutcome.Committed, AppendOutcome.Duplicate, AppendOutcome.Committed],
            outcomes);
        Assert.Equal(3, (await TransactionsAsync("a", "c", "f")).Count);
        Assert.Empty(await TransactionsAsync("e"));
        Assert.Empty(await world.Database.VerifyAsync(Cancellation));
    }

    [Fact]
    public async Task Of_two_appends_to_one_stream_that_wait_together_the_first_is_committed()
    {
        await using var world = await OpenWorldAsync();

        var outcomes = await WhileWaitingAsync(world, () => [Arrive(world, "a"), Arrive(world, "a"), Arrive(world, "b")]);

        Assert.Equal([AppendOutcome.Committed, AppendOutcome.Conflict, AppendOutcome.Committed], outcomes);
        Assert.Single(await TransactionsAsync("a", "b"));
    }

    [Fact]
    public async Task An_append_that_is_given_up_while_it_waits_is_not_written()
    {
        await using var world = await OpenWorldAsync();
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var outcomes = await WhileWaitingAsync(world, () =>
        {
            var (givenUp, stays) = (Arrive(world, "a", until: gone.Token), Arrive(world, "b"));
            gone.Cancel();
            return [GivenUpAsync(givenUp), stays];
        });

        Assert.Equal([AppendOutcome.Conflict, AppendOutcome.Committed], outcomes);
        Assert.Empty(await TransactionsAsync("a"));

        static async Task<AppendOutcome> GivenUpAsync(Task<AppendOutcome> append)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => append);
            return AppendOutcome.Conflict;
        }
    }

    [Fact]
    public async Task A_database_that_does_not_answer_keeps_nobody_waiting_a_second_time()
    {
        _connection = await postgres.CreateDatabaseAsync() + ";Command Timeout=3";
        await using var world = await OpenWorldAsync();
        await using var lockers = await ConnectAsync();
        await using var transaction = await lockers.BeginTransactionAsync(Cancellation);
        var first = await TakeEveryWayAsync(world, lockers, transaction);
        var late = Arrive(world, "late");

        var faults = await Task.WhenAll(first.Append(late).Select(append => Assert.ThrowsAsync<NpgsqlException>(() => append)));

        Assert.Contains(faults[^1], faults[..^1]); // It was told what the others were told, and asked nothing itself.
        await transaction.RollbackAsync(Cancellation);
        Assert.Empty(await TransactionsAsync("late"));
    }

    /// <summary>Starts appends while every way to the database is taken by others that wait for a lock.</summary>
    private async Task<AppendOutcome[]> WhileWaitingAsync(World world, Func<Task<AppendOutcome>[]> start)
    {
        Task<AppendOutcome>[] first, then;
        await using (var lockers = await ConnectAsync())
        {
            await using var transaction = await lockers.BeginTransactionAsync(Cancellation);
            first = await TakeEveryWayAsync(world, lockers, transaction);
            then = start();
            await transaction.CommitAsync(Cancellation);
        }

        Assert.All(await Task.WhenAll(first), outcome => Assert.Equal(AppendOutcome.Committed, outcome));
        return await Task.WhenAll(then);
    }

    /// <summary>Appends that wait for a lock, as many as there are ways to the database.</summary>
    private static async Task<Task<AppendOutcome>[]> TakeEveryWayAsync(World world, DbConnection lockers, DbTransaction transaction)
    {
        await lockers.ExecuteAsync("LOCK TABLE events IN EXCLUSIVE MODE", transaction: transaction);
        Task<AppendOutcome>[] first = [.. Enumerable.Range(0, 2).Select(one => Arrive(world, $"first-{one}"))];
        while (await lockers.ExecuteScalarAsync<long>(
            "SELECT count(*) FROM pg_locks WHERE NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            transaction: transaction) < first.Length)
        {
            await Task.Yield();
        }

        return first;
    }

    /// <summary>A doctor of whom nothing is known arrives.</summary>
    private static Task<AppendOutcome> Arrive(
        World world, string doctor, string? command = null, CancellationToken? until = null)
    {
        var id = new PersonId(doctor);
        var before = new Loaded<DoctorAvailability>(DoctorAvailability.Unknown, 0, default);
        var arrived = new DoctorEvent.DoctorArrived(id, world.Now);
        var record = command is null ? null : new CommandRecord(world.Clinic.Id, new(command), "arrive", "", world.Now);
        return world.Store.AppendAsync(
            new(record, [new StreamAppend.ToDoctor(id, before, [arrived], DoctorAvailabilityDecider.Evolve(before.State, arrived))]),
            until ?? Cancellation);
    }

    private async Task<List<long>> TransactionsAsync(params string[] doctors)
    {
        await using var connection = await ConnectAsync();
        return (await connection.QueryAsync<long>(
            "SELECT DISTINCT txid FROM events WHERE stream = ANY(@streams)",
            new { streams = doctors.Select(one => "doctor/" + one).ToArray() })).AsList();
    }
}
