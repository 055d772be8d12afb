using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Scheduling;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>The lanes of a request: reviewed, by appointment, read without a room, with several experts, given back.</summary>
public sealed class LaneTests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_reviewed_request_is_returned_with_a_reason_completed_and_let_through(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var reviewer = world.Person("zhou.li");
        var request = World.Request("obstetrics", Urgency.Ordinary);
        var draft = Done(await world.Consults.CreateAsync(world.As(world.Clinic), request, Cancellation));
        var sent = Done(await world.Consults.SubmitAsync(world.As(world.Clinic), draft.Id, Cancellation));
        Assert.Equal(ConsultStatus.Submitted, sent.State);
        Assert.Contains(await world.Consults.ListAsync(reviewer, ConsultList.Queue, world.Now, Cancellation),
            row => row.Id == draft.Id && row.Actions.Contains(ConsultAction.Review));

        Done(await world.Consults.StartReviewAsync(world.As(reviewer), draft.Id, Cancellation));
        Assert.Equal("reason-missing", Refused(await world.Consults.ReviewAsync(
            world.As(reviewer), draft.Id, ReviewVerdict.Returned, null, Cancellation)));
        Done(await world.Consults.ReviewAsync(
            world.As(reviewer), draft.Id, ReviewVerdict.Returned, "缺检验单", Cancellation));
        var back = await SeeAsync(world, draft.Id);
        Assert.Equal((ConsultStatus.Returned, "缺检验单"), (back.State, back.Review!.Note));

        Done(await world.Consults.EditDraftAsync(world.As(world.Clinic), draft.Id, request, Cancellation));
        Done(await world.Consults.SubmitAsync(world.As(world.Clinic), draft.Id, Cancellation));
        Done(await world.Consults.StartReviewAsync(world.As(reviewer), draft.Id, Cancellation));
        Done(await world.Consults.ReviewAsync(
            world.As(reviewer), draft.Id, ReviewVerdict.Approved, null, Cancellation));
        var through = await SeeAsync(world, draft.Id);
        Assert.Contains(through.State, (ConsultStatus[])[ConsultStatus.Offered, ConsultStatus.Unstaffed]);
        Assert.IsType<Outcome<ConsultView>.NotFound>(
            await world.Consults.FindAsync(world.Person("mai.ming"), draft.Id, world.Now, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_rejected_request_is_final_and_an_emergency_does_not_wait_for_its_review(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var reviewer = world.Person("zhou.li");
        var draft = Done(await world.Consults.CreateAsync(
            world.As(world.Clinic), World.Request("obstetrics", Urgency.Ordinary), Cancellation));
        Done(await world.Consults.SubmitAsync(world.As(world.Clinic), draft.Id, Cancellation));
        Done(await world.Consults.StartReviewAsync(world.As(reviewer), draft.Id, Cancellation));
        Done(await world.Consults.ReviewAsync(
            world.As(reviewer), draft.Id, ReviewVerdict.Rejected, "不属远程会诊", Cancellation));
        Assert.Equal(ConsultStatus.Rejected, (await SeeAsync(world, draft.Id)).State);
        Assert.Equal("not-in-state", Refused(
            await world.Consults.SubmitAsync(world.As(world.Clinic), draft.Id, Cancellation)));

        await world.PresentAsync(world.Person("gulnar"));
        var emergency = await world.SubmittedAsync(service: "obstetrics");
        Assert.Equal(ConsultStatus.Offered, emergency.State);
        Done(await world.Consults.ReviewAsync(
            world.As(reviewer), emergency.Id, ReviewVerdict.Noted, "资料待补", Cancellation));
        var noted = await SeeAsync(world, emergency.Id);
        Assert.Equal((ConsultStatus.Offered, ReviewVerdict.Noted), (noted.State, noted.Review!.Verdict));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_planned_consult_is_scheduled_reminded_opened_and_frees_its_lead_until_then(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var taken = await AcceptedAsync(world, World.Request(urgency: Urgency.Ordinary));
        await world.AgreeAsync(taken.Id);
        Assert.Equal("identity-missing", Refused(
            await world.Consults.EnterRoomAsync(world.As(world.Clinic), taken.Id, Cancellation)));
        Assert.Equal("identifiers-missing", Refused(await world.Consults.CheckIdentityAsync(
            world.As(world.Clinic), taken.Id, ["name", "name"], Cancellation)));
        Done(await world.Consults.CheckIdentityAsync(
            world.As(world.Person("ma.hong")), taken.Id, ["name", "resident-id"], Cancellation));

        var starts = world.Now.AddHours(3);
        var scheduled = Done(await world.Consults.ScheduleAsync(world.As(world.Clinic), taken.Id, starts, BookingChannel.Desk, cancellation: Cancellation));
        Assert.Equal((ConsultStatus.Scheduled, World.Whole(starts)), (scheduled.State, scheduled.StartsAt));
        Assert.IsType<DoctorEngagement.Free>(await BoundAsync(world));
        Assert.Equal("not-open-yet", Refused(
            await world.Consults.MayJoinAsync(world.Specialist, taken.Id, world.Now, Cancellation)));
        var listed = await world.Consults.ListAsync(world.Specialist, ConsultList.Mine, world.Now, Cancellation);
        Assert.Equal(World.Whole(starts), listed.Single(row => row.Id == taken.Id).StartsAt);

        await PassAsync(world, TimeSpan.FromHours(2));
        Assert.Contains((await SeeAsync(world, taken.Id)).Timeline, line => line.Code == "sessionReminded");
        await PassAsync(world, TimeSpan.FromMinutes(45));
        Assert.Equal(ConsultStatus.Ready, (await SeeAsync(world, taken.Id)).State);
        Done(await world.Consults.EnterRoomAsync(world.As(world.Clinic), taken.Id, Cancellation));
        Done(await world.Consults.EnterRoomAsync(world.As(world.Specialist), taken.Id, Cancellation));
        Assert.Equal(taken.Id, Assert.IsType<DoctorEngagement.InConsult>(await BoundAsync(world)).Consult);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task An_appointment_that_nobody_keeps_is_a_no_show_and_says_who_had_come(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var taken = await AcceptedAsync(world, World.Request(urgency: Urgency.Ordinary));
        await world.AgreeAsync(taken.Id);
        Done(await world.Consults.CheckIdentityAsync(
            world.As(world.Clinic), taken.Id, ["name", "photo"], Cancellation));
        Done(await world.Consults.ScheduleAsync(world.As(world.Clinic), taken.Id, world.Now.AddMinutes(20), BookingChannel.Desk, cancellation: Cancellation));
        await PassAsync(world, TimeSpan.FromMinutes(5));
        Done(await world.Consults.EnterRoomAsync(world.As(world.Clinic), taken.Id, Cancellation));

        await PassAsync(world, TimeSpan.FromMinutes(15) + world.Times.JoinWithin);

        Assert.Equal(ConsultStatus.NoShow, (await SeeAsync(world, taken.Id)).State);
        var lapsed = (await world.Store.ReadConsultAsync(taken.Id, Cancellation)).OfType<ConsultEvent.ConsultLapsed>();
        Assert.Equal([RoomSide.Requester], Assert.Single(lapsed).Present);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_specialist_in_another_consult_does_not_enter_a_second_room(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var planned = await AcceptedAsync(world, World.Request(urgency: Urgency.Ordinary));
        await world.AgreeAsync(planned.Id);
        Done(await world.Consults.CheckIdentityAsync(world.As(world.Clinic), planned.Id, ["name", "photo"], Cancellation));
        Done(await world.Consults.ScheduleAsync(world.As(world.Clinic), planned.Id, world.Now.AddMinutes(20), BookingChannel.Desk, cancellation: Cancellation));
        var other = await AcceptedAsync(world);
        await PassAsync(world, TimeSpan.FromMinutes(5));

        Assert.Equal("doctor-busy", Refused(
            await world.Consults.EnterRoomAsync(world.As(world.Specialist), planned.Id, Cancellation)));
        Done(await world.Consults.CancelAsync(world.As(world.Clinic), other.Id, "improved", Cancellation));
        Done(await world.Consults.EnterRoomAsync(world.As(world.Specialist), planned.Id, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_read_has_no_room_binds_nobody_and_is_signed_with_the_patients_consent(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var reader = world.Person("huang.tao");
        await world.PresentAsync(reader);
        var request = World.Request("radiology", Urgency.Urgent) with { Read = true };
        var refused = await world.Consults.CreateAsync(
            world.As(world.Clinic), request with { Service = new("cardiology") }, Cancellation);
        Assert.Equal("unknown", Assert.IsType<Outcome<ConsultView>.Invalid>(refused).Errors["read"]);

        var pending = await AcceptedAsync(world, request);
        Assert.Equal((ConsultStatus.OpinionPending, Lane.Asynchronous), (pending.State, pending.Lane));
        Assert.Equal(World.Whole(world.Now) + world.Times.Read, pending.Clock!.DueAt);
        Assert.IsType<DoctorEngagement.Free>(
            (await world.Store.LoadDoctorAsync(reader.Id, Cancellation)).State.Engagement);
        Assert.Equal("not-in-state", Refused(
            await world.Consults.MayJoinAsync(reader, pending.Id, world.Now, Cancellation)));

        Done(await world.Consults.SaveOpinionAsync(world.As(reader), pending.Id, new("右下肺斑片影", "抗感染"), Cancellation));
        Assert.Equal("consent-missing", Refused(
            await world.Consults.SignAsync(world.As(reader), pending.Id, Cancellation)));
        await world.AgreeAsync(pending.Id);
        Assert.Equal(ConsultStatus.OpinionSigned, Done(
            await world.Consults.SignAsync(world.As(reader), pending.Id, Cancellation)).State);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Every_expert_of_several_has_a_status_and_three_times_of_their_own_and_may_lead(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var (accepts, refuses, silent) = (world.Person("wang.qiang"), world.Person("chen.jing"), world.Person("gulnar"));
        var consult = await world.InSessionAsync();
        foreach (var one in (Consults.Institutions.StaffMember[])[accepts, refuses, silent])
        {
            Done(await world.Consults.InviteAsync(world.As(world.Specialist), consult.Id, one.Id, Cancellation));
        }

        Assert.Contains(await world.Consults.ListAsync(accepts, ConsultList.Mine, world.Now, Cancellation),
            row => row.Id == consult.Id && row.Actions.Contains(ConsultAction.AnswerInvitation));
        Done(await world.Consults.AnswerInvitationAsync(world.As(accepts), consult.Id, true, null, Cancellation));
        Assert.Equal("reason-missing", Refused(
            await world.Consults.AnswerInvitationAsync(world.As(refuses), consult.Id, false, " ", Cancellation)));
        Done(await world.Consults.AnswerInvitationAsync(world.As(refuses), consult.Id, false, "in theatre", Cancellation));
        Done(await world.Consults.EnterRoomAsync(world.As(accepts), consult.Id, Cancellation));
        await PassAsync(world, world.Times.AnswerInvitation);
        Assert.Equal(
            [ExpertStatus.Joined, ExpertStatus.Declined, ExpertStatus.Expired],
            (await SeeAsync(world, consult.Id)).Experts.Select(one => one.Status));

        Assert.Equal("not-invited", Refused(
            await world.Consults.HandOverAsync(world.As(world.Specialist), consult.Id, silent.Id, Cancellation)));
        var handed = Done(await world.Consults.HandOverAsync(world.As(world.Specialist), consult.Id, accepts.Id, Cancellation));
        Assert.Equal((accepts.Id, ConsultStatus.InSession), (handed.Specialist!.Id, handed.State));
        Assert.Contains(handed.Experts, one => one.Person.Id == world.Specialist.Id && one.Status == ExpertStatus.Joined);

        Done(await world.Consults.EndAsync(world.As(accepts), consult.Id, Cancellation));
        Assert.IsType<DoctorEngagement.Free>(await BoundAsync(world));
        Done(await world.Consults.SaveOpinionAsync(world.As(accepts), consult.Id, new("f", "a"), Cancellation));
        Done(await world.Consults.SignAsync(world.As(accepts), consult.Id, Cancellation));
        Assert.IsType<Outcome<ConsultView>.Forbidden>(
            await world.Consults.CoSignAsync(world.As(refuses), consult.Id, Cancellation));
        var signed = Done(await world.Consults.CoSignAsync(world.As(world.Specialist), consult.Id, Cancellation));
        var expert = signed.Experts.Single(one => one.Person.Id == world.Specialist.Id);
        Assert.Equal(ExpertStatus.Signed, expert.Status);
        Assert.True(expert is { RespondedAt: not null, JoinedAt: not null, SignedAt: not null });
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_dispatcher_rings_by_name_and_gives_a_taken_consult_to_another(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var dispatcher = world.Person("he.yan");
        var consult = await world.SubmittedAsync(service: "neurology");
        var named = Done(await world.Consults.AssignAsync(
            world.As(dispatcher), consult.Id, world.Person("chen.jing").Id, Cancellation));
        var offer = named.Offers.Single(one => one.Status == OfferStatus.Offered);
        Assert.Equal(("assigned", world.Person("chen.jing").Id), (offer.Reason, offer.Specialist.Id));
        Assert.IsType<Outcome<ConsultView>.Invalid>(await world.Consults.AssignAsync(
            world.As(dispatcher), consult.Id, world.Clinic.Id, Cancellation));

        Done(await world.Consults.AcceptAsync(world.As(world.Person("chen.jing")), consult.Id, offer.Id, Cancellation));
        var again = Done(await world.Consults.ReassignAsync(world.As(dispatcher), consult.Id, "called away", Cancellation));

        Assert.Equal(OfferStatus.Released, again.Offers.Single(one => one.Id == offer.Id).Status);
        Assert.DoesNotContain(again.Offers, one => one.Status == OfferStatus.Offered
            && one.Specialist.Id == world.Person("chen.jing").Id);
        Assert.IsType<DoctorEngagement.Free>(
            (await world.Store.LoadDoctorAsync(world.Person("chen.jing").Id, Cancellation)).State.Engagement);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_closed_case_is_filed_in_the_archive_when_its_time_has_come(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        Done(await world.Consults.EndAsync(world.As(world.Specialist), consult.Id, Cancellation));
        Done(await world.Consults.SaveOpinionAsync(world.As(world.Specialist), consult.Id, new("f", "a"), Cancellation));
        Done(await world.Consults.SignAsync(world.As(world.Specialist), consult.Id, Cancellation));
        Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), consult.Id, true, null, Cancellation));
        Done(await world.Consults.CloseAsync(world.As(world.Clinic), consult.Id, Cancellation));

        await PassAsync(world, world.Times.ArchiveAfter);

        Assert.Equal(ConsultStatus.Archived, (await SeeAsync(world, consult.Id)).State);
        Assert.Contains(await world.Consults.ListAsync(world.Person("xu.fang"), ConsultList.Queue, world.Now, Cancellation),
            row => row.Id == consult.Id);
        Done(await world.Consults.AmendAsync(world.As(world.Specialist), consult.Id, "also", Cancellation));
    }

    private static async Task<DoctorEngagement> BoundAsync(World world) =>
        (await world.Store.LoadDoctorAsync(world.Specialist.Id, Cancellation)).State.Engagement;
}
