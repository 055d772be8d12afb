using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>What follows from an opinion: the next look opens a draft once, referrals are answered, A2 for visits, money.</summary>
public sealed class AftermathTests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_follow_up_opens_one_new_draft_on_its_day_whatever_the_case_has_become(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await SignedAsync(world);
        Assert.Equal("time-out-of-range", Refused(await world.Consults.PlanFollowUpAsync(
            world.As(world.Specialist), consult, world.Now, null, Cancellation)));
        Done(await world.Consults.PlanFollowUpAsync(
            world.As(world.Specialist), consult, world.Now.AddDays(60), "血压", Cancellation));
        var moved = Done(await world.Consults.PlanFollowUpAsync(
            world.As(world.Clinic), consult, world.Now.AddDays(40), "血压", Cancellation));
        Assert.Equal(World.Whole(world.Now.AddDays(40)), moved.Aftermath!.FollowUp!.DueAt);
        Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), consult, true, null, Cancellation));
        Done(await world.Consults.CloseAsync(world.As(world.Clinic), consult, Cancellation));

        await PassAsync(world, TimeSpan.FromDays(39)); // The case is filed meanwhile.
        Assert.Equal(ConsultStatus.Archived, (await SeeAsync(world, consult)).State);
        Assert.Null((await SeeAsync(world, consult)).Aftermath!.FollowUp!.Draft);
        await PassAsync(world, TimeSpan.FromDays(1));
        await world.Worker("w2").FireAsync(world.Now, Cancellation);
        await PassAsync(world, TimeSpan.FromDays(1));

        var draft = (await SeeAsync(world, consult)).Aftermath!.FollowUp!.Draft!.Value;
        var next = await SeeAsync(world, draft);
        Assert.Equal((ConsultStatus.Draft, consult), (next.State, next.Follows!.Value));
        Assert.Equal(("王秀英", Urgency.Ordinary), (next.Patient!.Name, next.Urgency));
        Assert.Single(await world.Consults.ListAsync(world.Clinic, ConsultList.Mine, world.Now, Cancellation), one => one.State == ConsultStatus.Draft);
        Done(await world.Consults.SubmitAsync(world.As(world.Clinic), draft, Cancellation));
        Assert.Equal("follow-up-open", Refused(await world.Consults.PlanFollowUpAsync(
            world.As(world.Clinic), consult, world.Now.AddDays(1), null, Cancellation)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_house_that_is_asked_for_a_referral_sees_the_case_and_answers_and_one_that_declines_sees_it_no_more(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await SignedAsync(world);
        var there = world.OtherClinic;
        Assert.IsType<Outcome<ConsultView>.NotFound>(await world.Consults.FindAsync(there, consult, world.Now, Cancellation));
        Assert.Equal("unknown", Assert.IsType<Outcome<ConsultView>.Invalid>(await world.Consults.ReferAsync(
            world.As(world.Clinic), consult, ReferralDirection.Down, new("nowhere"), "x", Cancellation)).Errors["to"]);

        await ReferAsync(world, consult, there.Institution);
        Assert.Equal("referral-open", Refused(await world.Consults.ReferAsync(
            world.As(world.Specialist), consult, ReferralDirection.Up, there.Institution, "x", Cancellation)));
        Assert.Contains(consult, (await world.Consults.ListAsync(there, ConsultList.Mine, world.Now, Cancellation)).Select(one => one.Id));
        var seen = await SeeAsync(world, consult, there);
        Assert.Equal("rehabilitation", seen.Aftermath!.Referral!.Reason);
        Assert.Contains(ConsultAction.AnswerReferral, seen.Actions);
        Assert.Equal("reason-missing", Refused(await world.Consults.AnswerReferralAsync(
            world.As(there), consult, false, " ", Cancellation)));
        await world.Consults.AnswerReferralAsync(world.As(there), consult, false, "no bed", Cancellation);
        Assert.IsType<Outcome<ConsultView>.NotFound>(await world.Consults.FindAsync(there, consult, world.Now, Cancellation));

        await ReferAsync(world, consult, there.Institution);
        var taken = Done(await world.Consults.AnswerReferralAsync(world.As(there), consult, true, null, Cancellation));
        Assert.Equal((ReferralStatus.Accepted, there.Id), (taken.Aftermath!.Referral!.Status, taken.Aftermath.Referral.AnsweredBy!.Id));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Only_a_nurse_of_the_house_with_five_years_is_sent_home_and_only_she_reports_it(Kept kept)
    {
        var demo = DemoNetwork.Build(World.Start);
        var nurse = demo.People.First(one => one.User == "ma.hong");
        var young = nurse with { Id = new("p-young"), User = "young", YearsIndependent = StaffRules.HomeVisitYears - 1 };
        var old = nurse with { YearsIndependent = StaffRules.HomeVisitYears };
        await using var world = await OpenAsync(kept, new Network(
            demo.Institutions, demo.Services, [.. demo.People.Where(one => one.Id != nurse.Id), young, old], demo.Rota, demo.Rules));
        var consult = await SignedAsync(world);
        Assert.Equal([old.Id], (await SeeAsync(world, consult)).Aftermath!.Nurses.Select(one => one.Id));
        Assert.Equal("nurse-years", Refused(await world.Consults.OrderVisitAsync(
            world.As(world.Clinic), consult, young.Id, world.Now.AddDays(1), "换药", Cancellation)));
        Done(await world.Consults.OrderVisitAsync(
            world.As(world.Clinic), consult, old.Id, world.Now.AddDays(1), "换药", Cancellation));

        Assert.Equal("not-yours", Refused(await world.Consults.FinishVisitAsync(
            world.As(world.Person("young")), consult, "healed", Cancellation)));
        var done = Done(await world.Consults.FinishVisitAsync(
            world.As(world.Person("ma.hong")), consult, "伤口愈合", Cancellation));
        Assert.Equal("伤口愈合", Assert.Single(done.Aftermath!.Visits).Report);
        Assert.Equal("not-yours", Refused(await world.Consults.FinishVisitAsync(
            world.As(world.Person("ma.hong")), consult, "again", Cancellation)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Settlements_leave_as_a_table_without_a_patient_and_the_last_one_counts(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await SignedAsync(world);
        Assert.Equal("amount-out-of-range", Refused(await world.Consults.SettleAsync(
            world.As(world.Clinic), consult, Payer.Self, Settlement.MostFen + 1, Cancellation)));
        Done(await world.Consults.SettleAsync(world.As(world.Clinic), consult, Payer.Self, 9_900, Cancellation));
        Done(await world.Consults.SettleAsync(world.As(world.Clinic), consult, Payer.BasicInsurance, 8_050, Cancellation));

        Assert.IsType<Outcome<string>.Forbidden>(await world.Consults.ExportSettlementsAsync(
            world.Clinic, world.Now.AddDays(-1), world.Now.AddDays(1), Cancellation));
        var table = Csv.Read(Done(await world.Consults.ExportSettlementsAsync(
            world.Person("guo.bin"), world.Now.AddDays(-1), world.Now.AddDays(1), Cancellation)));
        Assert.Equal(2, table.Count);
        Assert.Equal(
            [consult.Value, world.Clinic.Institution.Value, "cardiology", "basicInsurance", "80.50"], table[1].Take(5));
        Assert.Empty(Csv.Read(Done(await world.Consults.ExportSettlementsAsync(
            world.Person("guo.bin"), world.Now.AddDays(1), world.Now.AddDays(2), Cancellation))).Skip(1));
    }

    private static async Task ReferAsync(World world, ConsultId consult, InstitutionId to) =>
        Done(await world.Consults.ReferAsync(
            world.As(world.Clinic), consult, ReferralDirection.Down, to, "rehabilitation", Cancellation));

    private static async Task<ConsultId> SignedAsync(World world)
    {
        var consult = (await world.InSessionAsync()).Id;
        await world.Consults.EndAsync(world.As(world.Specialist), consult, Cancellation);
        Assert.IsType<Outcome<ConsultView>.Refused>(await world.Consults.SettleAsync(
            world.As(world.Clinic), consult, Payer.Self, 1, Cancellation));
        await world.Consults.SaveOpinionAsync(world.As(world.Specialist), consult, new("findings", "advice"), Cancellation);
        Done(await world.Consults.SignAsync(world.As(world.Specialist), consult, Cancellation));
        return consult;
    }
}
