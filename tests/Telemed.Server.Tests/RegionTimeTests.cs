using Telemed.Server.Hosting;

namespace Telemed.Server.Tests;

/// <summary>The region's one clock, by the answers of a database and a machine whose clocks are set by hand.</summary>
public sealed class RegionTimeTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly Machine _machine = new();

    [Fact]
    public void Before_the_database_was_heard_the_machines_clock_counts_and_its_jumps_do_not()
    {
        var time = new RegionTime(_machine);
        _machine.Pass(TimeSpan.FromSeconds(3));
        _machine.Wall += TimeSpan.FromDays(2);

        Assert.Equal(Noon.AddSeconds(3), time.GetUtcNow());
    }

    [Theory]
    [InlineData(-86_400_000, 0)] // The machine is a day behind: the database's moment is the earliest that it can be.
    [InlineData(86_400_000, 201)] // A day ahead: it cannot be later than the answer took, and the database's millisecond.
    [InlineData(100, 100)] // Within what the answer leaves open: nothing is moved.
    public void What_the_database_says_bounds_the_clock_by_the_time_its_answer_took(int ahead, int after)
    {
        var time = new RegionTime(_machine);
        var asked = _machine.GetTimestamp();
        _machine.Pass(TimeSpan.FromMilliseconds(200));

        time.Hear(Noon.AddMilliseconds(200 - ahead), asked);

        Assert.Equal(Noon.AddMilliseconds(200 - ahead + after), time.GetUtcNow());
    }

    [Fact]
    public void Between_two_answers_it_goes_on_by_the_monotonic_clock()
    {
        var time = new RegionTime(_machine);
        time.Hear(Noon.AddYears(1), _machine.GetTimestamp());
        _machine.Wall -= TimeSpan.FromDays(30);
        _machine.Pass(TimeSpan.FromMinutes(1));

        Assert.Equal(Noon.AddYears(1).AddMinutes(1), time.GetUtcNow());
    }

    /// <summary>A machine whose wall clock and monotonic clock are told apart.</summary>
    private sealed class Machine : TimeProvider
    {
        private long _ticks;

        public DateTimeOffset Wall { get; set; } = Noon;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Pass(TimeSpan time)
        {
            _ticks += time.Ticks;
            Wall += time;
        }

        public override DateTimeOffset GetUtcNow() => Wall;

        public override long GetTimestamp() => _ticks;
    }
}
