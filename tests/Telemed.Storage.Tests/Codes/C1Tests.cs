using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>C1: nobody enters a session without a stored consent; in an emergency two doctors may decide.</summary>
public sealed class C1Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Without_consent_nobody_enters_and_with_it_text_language_method_and_witness_are_kept(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AcceptedAsync(world);

        Assert.Equal("consent-missing", Refused(
            await world.Consults.MayJoinAsync(world.Specialist, consult.Id, world.Now, Cancellation)));
        Assert.Equal("consent-missing", Refused(
            await world.Consults.EnterRoomAsync(world.As(world.Clinic), consult.Id, Cancellation)));

        await world.AgreeAsync(consult.Id);
        var kept1 = Assert.Single((await SeeAsync(world, consult.Id)).Consents);

        Assert.Equal(("consult-1", "zh-CN", ConsentMethod.Spoken, "马红"),
            (kept1.TextVersion, kept1.Language, kept1.Method, kept1.Witness));
        Done(await world.Consults.EnterRoomAsync(world.As(world.Clinic), consult.Id, Cancellation));
        Assert.Equal(ConsultStatus.InSession, Done(
            await world.Consults.EnterRoomAsync(world.As(world.Specialist), consult.Id, Cancellation)).State);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Two_doctors_override_with_a_reason_and_the_case_stays_open_until_the_patient_has_answered(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AcceptedAsync(world);
        Task<Outcome<Consults.Views.ConsultView>> SayAsync(Consults.Institutions.StaffMember who, string reason) =>
            world.Consults.OverrideConsentAsync(world.As(who), consult.Id, reason, Cancellation);

        Assert.Equal("reason-missing", Refused(await SayAsync(world.Clinic, " ")));
        Done(await SayAsync(world.Clinic, "昏迷，无家属"));
        Assert.Equal("second-doctor", Refused(await SayAsync(world.Clinic, "again")));
        Assert.Equal(ConsultStatus.Accepted, (await SeeAsync(world, consult.Id)).State);

        var ready = Done(await SayAsync(world.Specialist, ""));
        Assert.Equal(ConsultStatus.Ready, ready.State);
        Assert.Equal(World.Whole(world.Now) + TimeSpan.FromHours(24), ready.Override!.CompleteBy);

        await FinishAsync(world, consult.Id);
        Assert.Equal("consent-owed", Refused(
            await world.Consults.CloseAsync(world.As(world.Clinic), consult.Id, Cancellation)));

        await PassAsync(world, TimeSpan.FromHours(24));
        var late = await SeeAsync(world, consult.Id);
        Assert.True(late.Override is { Owed: true, Overdue: true });
        Assert.Contains(late.Timeline, line => line.Code == "consentOverdue");

        await world.AgreeAsync(consult.Id);
        Assert.Equal(ConsultStatus.Closed, Done(
            await world.Consults.CloseAsync(world.As(world.Clinic), consult.Id, Cancellation)).State);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_patient_who_has_refused_is_not_overridden_and_nor_is_one_without_an_emergency(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var refused = await AcceptedAsync(world);
        Done(await world.Consults.ConsentAsync(
            world.As(world.Clinic), refused.Id, World.PatientAgrees with { Granted = false }, Cancellation));
        var planned = Done(await world.Consults.CreateAsync(
            world.As(world.Clinic), World.Request(urgency: Urgency.Ordinary), Cancellation));

        Assert.Equal("consent-refused", Refused(await world.Consults.OverrideConsentAsync(
            world.As(world.Clinic), refused.Id, "urgent", Cancellation)));
        Assert.Equal("not-an-emergency", Refused(await world.Consults.OverrideConsentAsync(
            world.As(world.Clinic), planned.Id, "urgent", Cancellation)));
    }

    private static async Task FinishAsync(World world, Consults.Ids.ConsultId id)
    {
        Done(await world.Consults.EnterRoomAsync(world.As(world.Clinic), id, Cancellation));
        Done(await world.Consults.EnterRoomAsync(world.As(world.Specialist), id, Cancellation));
        Done(await world.Consults.EndAsync(world.As(world.Specialist), id, Cancellation));
        Done(await world.Consults.SaveOpinionAsync(world.As(world.Specialist), id, new("f", "a"), Cancellation));
        Done(await world.Consults.SignAsync(world.As(world.Specialist), id, Cancellation));
        Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), id, true, null, Cancellation));
    }
}
