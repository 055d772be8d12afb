using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;

namespace Telemed.Consults.Tests;

public sealed class AvailabilityRules
{
    private static readonly DateTimeOffset T0 = Cases.T0;
    private static readonly PersonId Doctor = new("doctor");
    private static readonly ConsultId One = new("one");
    private static readonly ConsultId Two = new("two");
    private static readonly OfferId Offer = new("offer");

    public static TheoryData<string, string, string?> Table => new()
    {
        { "free", "claim", null },
        { "free", "engage", "doctor-not-rung" },
        { "ringing", "claim", "doctor-busy" },
        { "ringing", "engage", null },
        { "ringing", "engage other", "doctor-not-rung" },
        { "inConsult", "claim", "doctor-busy" },
        { "inConsult", "engage", "doctor-not-rung" },
        { "wrapUp", "claim", "doctor-busy" },
        { "wrapUp", "engage", "doctor-not-rung" },
        { "off", "claim", "doctor-off" },
        { "away", "claim", "doctor-away" },
        { "free", "release", null },
        { "ringing", "release", null },
        { "inConsult", "release", null },
        { "wrapUp", "release", null },
        { "free", "startWrapUp", null },
        { "ringing", "startWrapUp", null },
        { "inConsult", "startWrapUp", null },
        { "wrapUp", "finishWrapUp", null },
        { "free", "finishWrapUp", null },
        { "free", "clock", "clock-stale" },
        { "ringing", "clock", "clock-stale" },
        { "wrapUp", "clock", null },
        { "away", "clock", null },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_claim_holds_only_for_a_doctor_bound_to_nothing(string state, string command, string? refusal)
    {
        var doctor = State(state);

        var decision = DoctorAvailabilityDecider.Decide(doctor, Command(command, doctor));

        if (refusal is null)
        {
            Tell.Facts(decision);
        }
        else
        {
            Assert.Equal(refusal, Tell.Code(decision));
        }
    }

    [Fact]
    public void Releasing_from_one_consult_leaves_a_ring_for_another_alone()
    {
        var ringing = State("ringing");

        Assert.Empty(Tell.Facts(DoctorAvailabilityDecider.Decide(
            ringing, new DoctorCommand.Release(PersonId.System, T0, Two))));
        Assert.Single(Tell.Facts(DoctorAvailabilityDecider.Decide(
            ringing, new DoctorCommand.Release(PersonId.System, T0, One))));
    }

    [Theory]
    [InlineData("free", false, false, AvailabilityStatus.Off)]
    [InlineData("free", false, true, AvailabilityStatus.OnCall)]
    [InlineData("free", true, true, AvailabilityStatus.OnCall)]
    [InlineData("available", true, false, AvailabilityStatus.Available)]
    [InlineData("available", false, false, AvailabilityStatus.Off)]
    [InlineData("available", false, true, AvailabilityStatus.OnCall)]
    [InlineData("off", true, true, AvailabilityStatus.Off)]
    [InlineData("away", true, true, AvailabilityStatus.Away)]
    [InlineData("ringing", true, false, AvailabilityStatus.Ringing)]
    [InlineData("inConsult", false, false, AvailabilityStatus.InConsult)]
    [InlineData("wrapUp", true, true, AvailabilityStatus.WrapUp)]
    public void The_status_follows_from_engagement_word_presence_and_rota(
        string state, bool present, bool onCall, AvailabilityStatus status)
    {
        Assert.Equal(status, (State(state) with { Present = present }).StatusAt(T0, onCall));
    }

    [Theory]
    [InlineData("ringing")]
    [InlineData("inConsult")]
    [InlineData("wrapUp")]
    public void Who_is_bound_to_a_consult_stays_so_whatever_they_switch_and_is_told_what_comes_after_it(string state)
    {
        var bound = State(state) with { Present = true };
        var off = Then(bound, new DoctorCommand.SetAvailable(Doctor, T0, false, null));
        var away = Then(bound, new DoctorCommand.SetAvailable(Doctor, T0, false, T0.AddHours(1)));

        Assert.Equal(bound.StatusAt(T0, true), off.StatusAt(T0, true));
        Assert.Equal(bound.StatusAt(T0, true), away.StatusAt(T0, true));
        Assert.Equal(
            (AvailabilityStatus.OnCall, AvailabilityStatus.Off, AvailabilityStatus.Away),
            (bound.FreeStatusAt(T0, true), off.FreeStatusAt(T0, true), away.FreeStatusAt(T0, true)));
        var free = Then(off, new DoctorCommand.Release(PersonId.System, T0, One), new DoctorCommand.FinishWrapUp(Doctor, T0, One));
        Assert.Equal(off.FreeStatusAt(T0, true), free.StatusAt(T0, true));
    }

    [Fact]
    public void An_absence_ends_at_its_instant_and_the_rota_decides_again()
    {
        var away = State("away") with { Present = true };

        Assert.Equal(AvailabilityStatus.Away, away.StatusAt(T0.AddHours(1).AddMilliseconds(-1), true));
        Assert.Equal(AvailabilityStatus.OnCall, away.StatusAt(T0.AddHours(1), true));
    }

    [Fact]
    public void Switching_to_available_ends_the_wrap_up_and_an_instant_in_the_past_is_refused()
    {
        var free = Then(State("wrapUp"), new DoctorCommand.SetAvailable(Doctor, T0, true, null));

        Assert.IsType<DoctorEngagement.Free>(free.Engagement);
        Assert.Equal("until-past", Tell.Code(DoctorAvailabilityDecider.Decide(
            free, new DoctorCommand.SetAvailable(Doctor, T0, false, T0))));
    }

    [Fact]
    public void The_load_counts_the_day_of_the_hospital_and_starts_anew_at_its_midnight()
    {
        // 15:30 UTC is 23:30 in UTC+8: half an hour later it is another day there.
        var evening = new DateTimeOffset(2026, 3, 2, 15, 30, 0, TimeSpan.Zero);
        var served = Then(
            DoctorAvailability.Unknown,
            new DoctorCommand.Claim(PersonId.System, evening, One, Offer, evening.AddSeconds(30)),
            new DoctorCommand.Engage(Doctor, evening, One, Offer));

        Assert.Equal(1, served.LoadOn(evening));
        Assert.Equal(0, served.LoadOn(evening.AddMinutes(30)));
    }

    private static DoctorAvailability State(string name) => name switch
    {
        "free" => DoctorAvailability.Unknown,
        "available" => Then(DoctorAvailability.Unknown, new DoctorCommand.SetAvailable(Doctor, T0, true, null)),
        "off" => Then(DoctorAvailability.Unknown, new DoctorCommand.SetAvailable(Doctor, T0, false, null)),
        "away" => Then(
            DoctorAvailability.Unknown, new DoctorCommand.SetAvailable(Doctor, T0, false, T0.AddHours(1))),
        "ringing" => Then(
            DoctorAvailability.Unknown,
            new DoctorCommand.Claim(PersonId.System, T0, One, Offer, T0.AddSeconds(30))),
        "inConsult" => Then(State("ringing"), new DoctorCommand.Engage(Doctor, T0, One, Offer)),
        _ => Then(
            State("inConsult"), new DoctorCommand.StartWrapUp(Doctor, T0, One, T0.AddMinutes(2))),
    };

    private static DoctorCommand Command(string name, DoctorAvailability state) => name switch
    {
        "claim" => new DoctorCommand.Claim(PersonId.System, T0, Two, new("other"), T0.AddSeconds(30)),
        "engage" => new DoctorCommand.Engage(Doctor, T0, One, Offer),
        "engage other" => new DoctorCommand.Engage(Doctor, T0, Two, Offer),
        "release" => new DoctorCommand.Release(PersonId.System, T0, One),
        "startWrapUp" => new DoctorCommand.StartWrapUp(Doctor, T0, One, T0.AddMinutes(2)),
        "finishWrapUp" => new DoctorCommand.FinishWrapUp(Doctor, T0, One),
        _ => new DoctorCommand.FireClock(
            PersonId.System, T0.AddHours(2), state.Clock ?? new Clock(ClockKind.WrapUp, T0)),
    };

    private static DoctorAvailability Then(DoctorAvailability state, params DoctorCommand[] commands) =>
        commands.Aggregate(state, (now, command) => Tell.Facts(DoctorAvailabilityDecider.Decide(now, command))
            .Aggregate(now, DoctorAvailabilityDecider.Evolve));
}
