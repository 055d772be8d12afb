using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>C5: below 14 a guardian consents, and their identity is kept.</summary>
public sealed class C5Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    private static readonly GuardianIdentity Mother = new("王秀兰", "mother", new("resident-id", "652900198801010022"));

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_childs_consent_without_a_guardian_is_refused_and_with_one_it_is_kept_sealed(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var request = World.Request() with { Text = new("高热", new("小明", Sex.Male, 13, [])) };
        var consult = await AcceptedAsync(world, request);

        Assert.True(consult.NeedsGuardian || (await SeeAsync(world, consult.Id)).NeedsGuardian);
        Assert.Equal("guardian-missing", Refused(await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult.Id, World.PatientAgrees, Cancellation)));
        var ready = Done(await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult.Id, World.PatientAgrees with { Guardian = Mother }, Cancellation));

        Assert.Equal(ConsultStatus.Ready, ready.State);
        Assert.Equal(Mother, Assert.Single(ready.Consents).Guardian);
        await world.Database.Keys.DestroyAsync(consult.Id, world.Now, Cancellation);
        Assert.Null(Assert.Single((await SeeAsync(world, consult.Id)).Consents).Guardian);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task From_fourteen_years_on_the_patient_consents_alone(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var request = World.Request() with { Text = new("高热", new("小红", Sex.Female, CaseFile.GuardianBelow, [])) };
        var consult = await AcceptedAsync(world, request);

        Assert.Equal(ConsultStatus.Ready, Done(await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult.Id, World.PatientAgrees, Cancellation)).State);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_guardian_is_whole_or_not_taken(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AcceptedAsync(world);
        var nameless = await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult.Id, World.PatientAgrees with { Guardian = Mother with { Name = " " } }, Cancellation);

        Assert.Equal("length", Assert.IsType<Outcome<ConsultView>.Invalid>(nameless).Errors["guardian"]);
    }
}
