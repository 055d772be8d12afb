using System.Security.Cryptography;
using Telemed.Server.Problems;
using Telemed.Server.SignIn;
using Telemed.Storage;
using Telemed.Storage.Keys;

namespace Telemed.Server.Tests;

/// <summary>Two nodes over one database, one user.</summary>
public sealed class LockOutTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("telemed-lock-out-").FullName;
    private ConsultDatabase _database = null!;
    private LockOut _here = null!;
    private LockOut _there = null!;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await ConsultDatabase.OpenAsync(
            new() { SqliteFile = Path.Combine(_folder, "telemed.db") },
            new FixedMasterKey(RandomNumberGenerator.GetBytes(32)),
            Cancelled);
        _here = Create();
        _there = Create();
    }

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_fifth_wrong_password_within_the_window_locks_on_every_node_for_as_long_as_the_window()
    {
        for (var i = 0; i < 4; i++)
        {
            await (i % 2 == 0 ? _here : _there).CountAsync("li", Cancelled);
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Null(await _here.FindRemainingAsync("li", Cancelled));

        await _there.CountAsync("li", Cancelled);

        Assert.Equal(TimeSpan.FromMinutes(15), await _here.FindRemainingAsync("li", Cancelled));
        Assert.Null(await _here.FindRemainingAsync("wang", Cancelled));
        _time.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(await _there.FindRemainingAsync("li", Cancelled));
        await _there.CountAsync("li", Cancelled);
        Assert.Null(await _here.FindRemainingAsync("li", Cancelled));
    }

    [Fact]
    public async Task Wrong_passwords_outside_the_window_do_not_count()
    {
        for (var i = 0; i < 20; i++)
        {
            await _here.CountAsync("li", Cancelled);
            _time.Advance(TimeSpan.FromMinutes(4));
        }

        Assert.Null(await _here.FindRemainingAsync("li", Cancelled));
    }

    [Fact]
    public async Task A_right_password_forgives_the_wrong_ones()
    {
        for (var i = 0; i < 12; i++)
        {
            await _here.CountAsync("li", Cancelled);
            if (i % 4 == 3)
            {
                await _there.SucceededAsync("li", Cancelled);
            }
        }

        Assert.Null(await _here.FindRemainingAsync("li", Cancelled));
    }

    [Fact]
    public async Task Of_many_guesses_at_a_time_no_more_are_looked_at_than_one_after_another()
    {
        PasswordCheck[] nodes = [new(_database.Directory, _here), new(_database.Directory, _there)];

        var answers = await Task.WhenAll(Enumerable.Range(0, 40)
            .Select(i => Task.Run(() => nodes[i % 2].CheckAsync("li", "wrong", Cancelled))));

        Assert.Equal(5, answers.Count(one => one.Refusal!.Kind == ProblemKind.SignInRefused));
        Assert.Equal(35, answers.Count(one => one.Refusal!.Kind == ProblemKind.LockedOut));
        Assert.Equal(TimeSpan.FromMinutes(15), await _here.FindRemainingAsync("li", Cancelled));
    }

    private LockOut Create() => new(5, TimeSpan.FromMinutes(15), _database.Sessions, _time);
}
