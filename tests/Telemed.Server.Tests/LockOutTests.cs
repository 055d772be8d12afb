using Telemed.Server.SignIn;

namespace Telemed.Server.Tests;

public sealed class LockOutTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void The_fifth_wrong_password_within_the_window_locks_for_as_long_as_the_window()
    {
        var lockOut = Create();
        for (var i = 0; i < 4; i++)
        {
            lockOut.Failed("li");
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Null(lockOut.Remaining("li"));

        lockOut.Failed("li");

        Assert.Equal(TimeSpan.FromMinutes(15), lockOut.Remaining("li"));
        Assert.Null(lockOut.Remaining("wang"));
        _time.Advance(TimeSpan.FromMinutes(15));
        Assert.Null(lockOut.Remaining("li"));
    }

    [Fact]
    public void Wrong_passwords_outside_the_window_do_not_count()
    {
        var lockOut = Create();
        for (var i = 0; i < 20; i++)
        {
            lockOut.Failed("li");
            _time.Advance(TimeSpan.FromMinutes(4));
        }

        Assert.Null(lockOut.Remaining("li"));
    }

    [Fact]
    public void A_right_password_forgives_the_wrong_ones()
    {
        var lockOut = Create();
        for (var i = 0; i < 12; i++)
        {
            lockOut.Failed("li");
            if (i % 4 == 3)
            {
                lockOut.Succeeded("li");
            }
        }

        Assert.Null(lockOut.Remaining("li"));
    }

    private LockOut Create() => new(5, TimeSpan.FromMinutes(15), _time);
}
