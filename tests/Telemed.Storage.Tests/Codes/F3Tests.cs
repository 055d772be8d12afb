using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>F3: the requester cancels after the acceptance: a reason, the slot is freed, the specialist sees it.</summary>
public sealed class F3Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_cancelled_consult_frees_its_specialist_who_sees_that_and_why(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AcceptedAsync(world);

        Assert.Equal("reason-missing", Refused(
            await world.Consults.CancelAsync(world.As(world.Clinic), consult.Id, "", Cancellation)));
        Done(await world.Consults.CancelAsync(world.As(world.Clinic), consult.Id, "patientBetter", Cancellation));

        var seen = await SeeAsync(world, consult.Id, world.Specialist);
        Assert.Equal(ConsultStatus.Cancelled, seen.State);
        Assert.Contains(seen.Timeline, line => line.Code == "consultCancelled");
        Assert.IsType<DoctorEngagement.Free>(
            (await world.Store.LoadDoctorAsync(world.Specialist.Id, Cancellation)).State.Engagement);
    }
}
