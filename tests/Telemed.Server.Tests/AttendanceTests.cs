using Telemed.Server.SignIn;

namespace Telemed.Server.Tests;

public sealed class AttendanceTests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    private readonly ManualTime _time = new();

    [Fact]
    public void A_person_without_requests_is_idle_after_the_idle_time_and_not_before()
    {
        var attendance = new Attendance(_time);
        var lastRequest = _time.GetUtcNow();

        _time.Advance(Idle);
        Assert.False(attendance.IsIdle("li", lastRequest, Idle));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(attendance.IsIdle("li", lastRequest, Idle));
    }

    [Fact]
    public void A_long_consult_signs_nobody_out_until_the_idle_time_after_it()
    {
        var attendance = new Attendance(_time);
        var lastRequest = _time.GetUtcNow();
        attendance.Enter("li");
        attendance.Enter("li");
        _time.Advance(TimeSpan.FromHours(2));
        attendance.Leave("li");
        Assert.False(attendance.IsIdle("li", lastRequest, Idle));
        Assert.True(attendance.IsIdle("wu", lastRequest, Idle));

        _time.Advance(TimeSpan.FromHours(1));
        attendance.Leave("li");
        Assert.False(attendance.IsIdle("li", lastRequest, Idle));
        _time.Advance(Idle + TimeSpan.FromSeconds(1));
        Assert.True(attendance.IsIdle("li", lastRequest, Idle));
    }
}
