using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>The family doctor's contract: who signs, how it stands, what it allows; and the patient's call from home.</summary>
public sealed class CareTests(PostgresFixture postgres) : CodeTest(postgres)
{
    private static readonly PersonId Patient = new("guest-patient");

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_contract_is_in_force_once_both_have_signed_until_its_time_is_over(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await SignedAsync(world);
        Assert.Equal("time-out-of-range", Refused(await OfferAsync(world, consult, world.Now)));
        Done(await OfferAsync(world, consult, world.Now.AddDays(365)));
        Assert.Equal("contract-open", Refused(await OfferAsync(world, consult, world.Now.AddDays(30))));
        Assert.Equal(ContractStatus.Offered, await StatusAsync(world, consult));
        Assert.Equal("witness-missing", Refused(await OnPaperAsync(world, consult, null)));

        var signed = Done(await OnPaperAsync(world, consult, "马红"));

        Assert.Equal(ContractStatus.InForce, signed.Aftermath!.Contract!.Status);
        Assert.Equal((world.Clinic.Id, ConsentMethod.Paper), (signed.Aftermath.Contract.Doctor.Id, signed.Aftermath.Contract.Method));
        Assert.Equal("not-in-state", Refused(await OnPaperAsync(world, consult, "马红")));
        world.Now += TimeSpan.FromDays(365);
        Assert.Equal(ContractStatus.Expired, await StatusAsync(world, consult));
        Assert.Equal("not-in-state", Refused(await world.Consults.EndContractAsync(
            world.As(world.Clinic), consult, "moved away", Cancellation)));
        Done(await OfferAsync(world, consult, world.Now.AddDays(365)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_patient_signs_by_their_link_calls_from_home_after_the_case_is_closed_and_is_answered(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await SignedAsync(world);
        Assert.Equal("not-in-state", Refused(await InviteAsync(world, consult)));
        Done(await OfferAsync(world, consult, world.Now.AddDays(365)));
        Done(await InviteAsync(world, consult));
        Done(await OpenAsync(world, consult));
        Assert.Equal("contract-missing", Refused(await CallAsync(world, consult, "摔倒了")));
        Assert.Equal(ContractStatus.InForce, Done(await SignByLinkAsync(world, consult, true)).Contract!.Status);
        Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), consult, true, null, Cancellation));
        Done(await world.Consults.CloseAsync(world.As(world.Clinic), consult, Cancellation));

        Assert.Equal("reason-missing", Refused(await CallAsync(world, consult, " ")));
        var visit = Done(await CallAsync(world, consult, "摔倒了"));
        Assert.Equal(("摔倒了", false, "0990-555-0120"), (visit.Alert!.Text, visit.MayCall, visit.PhoneInstead));
        Assert.Equal("alert-open", Refused(await CallAsync(world, consult, "again")));
        var nurse = world.Person("ma.hong");
        var row = Assert.Single(await world.Consults.ListAsync(nurse, ConsultList.Mine, world.Now, Cancellation));
        Assert.Contains(ConsultAction.AnswerAlert, row.Actions);

        Assert.Equal("reason-missing", Refused(await world.Consults.AnswerAlertAsync(world.As(nurse), consult, "", Cancellation)));
        var answered = Done(await world.Consults.AnswerAlertAsync(world.As(nurse), consult, "半小时到", Cancellation));
        Assert.DoesNotContain(ConsultAction.AnswerAlert, answered.Actions);
        var seen = Done(await world.Consults.FindGuestAsync(consult, Patient, world.Now, Cancellation));
        Assert.Equal(("半小时到", nurse.Id, true), (seen.Alert!.Answer, seen.Alert.AnsweredBy!.Id, seen.MayCall));
        Assert.Equal("not-in-state", Refused(await world.Consults.AnswerAlertAsync(world.As(nurse), consult, "x", Cancellation)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_call_that_the_house_does_not_answer_in_time_is_the_dispatchers_who_hear_nothing_of_what_was_said(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var dispatcher = world.Person("he.yan");
        var consult = await SignedAsync(world);
        Done(await OfferAsync(world, consult, world.Now.AddDays(365)));
        Done(await InviteAsync(world, consult));
        Done(await OpenAsync(world, consult));
        Done(await SignByLinkAsync(world, consult, true));
        Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), consult, true, null, Cancellation));
        Done(await world.Consults.CloseAsync(world.As(world.Clinic), consult, Cancellation));
        Done(await CallAsync(world, consult, "摔倒了"));
        await PassAsync(world, world.Times.AnswerAlert - TimeSpan.FromMilliseconds(1));
        Assert.DoesNotContain(await BoardAsync(), row => row.Id == consult);
        Assert.IsType<Outcome<ConsultView>.Forbidden>(
            await world.Consults.AnswerAlertAsync(world.As(dispatcher), consult, "phoned", Cancellation));

        world.Now += TimeSpan.FromMilliseconds(1);
        await Task.WhenAll(
            world.Clocks.FireAsync(world.Now, Cancellation), world.Worker("w2").FireAsync(world.Now, Cancellation));

        Assert.Contains(ConsultAction.AnswerAlert, Assert.Single(await BoardAsync(), row => row.Id == consult).Actions);
        var seen = await SeeAsync(world, consult, dispatcher);
        Assert.Equal(((string?)null, (DateTimeOffset?)World.Whole(world.Now)), (Assert.Single(seen.Aftermath!.Alerts).Text, seen.Aftermath.Alerts[0].EscalatedAt));
        Assert.NotNull(seen.PhoneInstead);
        Assert.Null(seen.Aftermath.Contract);
        Assert.Single((await SeeAsync(world, consult)).Timeline, line => line.Code == "alertEscalated");
        Done(await world.Consults.AnswerAlertAsync(world.As(dispatcher), consult, "已电话联系卫生院", Cancellation));
        Assert.DoesNotContain(await BoardAsync(), row => row.Id == consult);
        Assert.Equal("已电话联系卫生院", Done(await world.Consults.FindGuestAsync(consult, Patient, world.Now, Cancellation)).Alert!.Answer);

        Done(await CallAsync(world, consult, "again"));
        Done(await world.Consults.AnswerAlertAsync(world.As(world.Person("ma.hong")), consult, "on my way", Cancellation));
        await PassAsync(world, world.Times.AnswerAlert);
        Assert.DoesNotContain(await BoardAsync(), row => row.Id == consult);

        Task<IReadOnlyList<ConsultRowView>> BoardAsync() =>
            world.Consults.ListAsync(dispatcher, ConsultList.Queue, world.Now, Cancellation);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_contract_that_ends_takes_the_link_to_a_closed_case_with_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await SignedAsync(world);
        Done(await OfferAsync(world, consult, world.Now.AddDays(365)));
        Done(await InviteAsync(world, consult));
        Done(await OpenAsync(world, consult));
        Done(await SignByLinkAsync(world, consult, true));
        Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), consult, true, null, Cancellation));
        Done(await world.Consults.CloseAsync(world.As(world.Clinic), consult, Cancellation));
        Done(await world.Consults.FindGuestAsync(consult, Patient, world.Now, Cancellation));

        // The last thing the patient does by it; what is left to see of the case is nothing.
        await world.Consults.AsGuestAsync(
            consult,
            Patient,
            new(Guid.NewGuid().ToString("N")),
            world.Now,
            caller => world.Consults.EndContractAsync(caller, consult, "moved away", Cancellation),
            Cancellation);

        Assert.Equal(ContractStatus.Ended, await StatusAsync(world, consult));
        Assert.IsType<Outcome<GuestView>.NotFound>(
            await world.Consults.FindGuestAsync(consult, Patient, world.Now, Cancellation));
        Assert.IsType<Outcome<GuestView>.NotFound>(await CallAsync(world, consult, "help"));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_would_not_sign_has_no_contract_and_who_waits_for_a_nurse_may_call_without_one(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await SignedAsync(world);
        Done(await OfferAsync(world, consult, world.Now.AddDays(365)));
        Done(await InviteAsync(world, consult));
        Done(await OpenAsync(world, consult));
        Assert.Equal(ContractStatus.Declined, Done(await SignByLinkAsync(world, consult, false)).Contract!.Status);
        Assert.Equal("contract-missing", Refused(await CallAsync(world, consult, "摔倒了")));

        var nurse = world.Person("ma.hong");
        Done(await world.Consults.OrderVisitAsync(
            world.As(world.Clinic), consult, nurse.Id, world.Now.AddDays(1), "换药", Cancellation));
        Assert.Equal("伤口出血", Done(await CallAsync(world, consult, "伤口出血")).Alert!.Text);
        Done(await world.Consults.AnswerAlertAsync(world.As(nurse), consult, "马上来", Cancellation));
        Done(await world.Consults.FinishVisitAsync(world.As(nurse), consult, "已包扎", Cancellation));
        Assert.Equal("contract-missing", Refused(await CallAsync(world, consult, "again")));

        // What was said is personal: nothing of it is left once the case's key is destroyed.
        await world.Database.Keys.DestroyAsync(consult, world.Now, Cancellation);
        var alert = Assert.Single((await SeeAsync(world, consult)).Aftermath!.Alerts);
        Assert.Null(alert.Text);
        Assert.Null(alert.Answer);
    }

    private static Task<Outcome<ConsultView>> OfferAsync(World world, ConsultId consult, DateTimeOffset until) =>
        world.Consults.OfferContractAsync(world.As(world.Clinic), consult, until, Cancellation);

    private static Task<Outcome<ConsultView>> OnPaperAsync(World world, ConsultId consult, string? witness) =>
        world.Consults.AnswerContractAsync(
            world.As(world.Clinic), consult, true, ConsentMethod.Paper, witness, Cancellation);

    private static async Task<ContractStatus> StatusAsync(World world, ConsultId consult) =>
        (await SeeAsync(world, consult)).Aftermath!.Contract!.Status;

    private static Task<Outcome<ConsultView>> InviteAsync(World world, ConsultId consult) =>
        world.Consults.InviteGuestAsync(
            world.As(world.Clinic), consult, Patient, GuestKind.Patient, "hash", null, cancellation: Cancellation);

    private static Task<Outcome<GuestView>> OpenAsync(World world, ConsultId consult) =>
        world.Consults.OpenGuestLinkAsync(consult, Patient, "hash", "王秀英", "010024", world.Now, Cancellation);

    private static Task<Outcome<GuestView>> SignByLinkAsync(World world, ConsultId consult, bool signed) =>
        world.Consults.AsGuestAsync(
            consult,
            Patient,
            new(Guid.NewGuid().ToString("N")),
            world.Now,
            caller => world.Consults.AnswerContractAsync(caller, consult, signed, ConsentMethod.Click, null, Cancellation),
            Cancellation);

    private static Task<Outcome<GuestView>> CallAsync(World world, ConsultId consult, string text) =>
        world.Consults.AsGuestAsync(
            consult,
            Patient,
            new(Guid.NewGuid().ToString("N")),
            world.Now,
            caller => world.Consults.RaiseAlertAsync(caller, consult, text, Cancellation),
            Cancellation);

    private static async Task<ConsultId> SignedAsync(World world)
    {
        var consult = (await world.InSessionAsync()).Id;
        await world.Consults.EndAsync(world.As(world.Specialist), consult, Cancellation);
        await world.Consults.SaveOpinionAsync(world.As(world.Specialist), consult, new("findings", "advice"), Cancellation);
        Done(await world.Consults.SignAsync(world.As(world.Specialist), consult, Cancellation));
        return consult;
    }
}
