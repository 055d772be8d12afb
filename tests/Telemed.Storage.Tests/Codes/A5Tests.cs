using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>
/// A5 and the requirement on patients: who joins by a link has it for a short time, once, after naming two identifiers, and
/// for as long as nobody takes it back.
/// </summary>
public sealed class A5Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    private static readonly PersonId Patient = new("guest-patient");
    private static readonly PersonId Family = new("guest-family");
    private static readonly GuardianIdentity Daughter = new("王敏", "child", new("resident-id", "652900199001010045"));

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_link_serves_once_for_who_names_two_identifiers_of_the_patient(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AcceptedAsync(world);
        var invited = await InviteAsync(world, consult.Id, Patient, GuestKind.Patient);
        Assert.Equal(GuestLinkState.Open, Assert.Single(invited.Guests).State);

        Assert.Equal("link-unknown", Refused(await OpenLinkAsync(world, consult.Id, Patient, key: "another")));
        Assert.Equal("identifiers-differ", Refused(await OpenLinkAsync(world, consult.Id, Patient, identifier: "010025")));
        Assert.Equal("identifiers-differ", Refused(await OpenLinkAsync(world, consult.Id, Patient, name: "王秀兰")));
        Assert.Equal("identifiers-differ", Refused(await OpenLinkAsync(world, consult.Id, Patient, identifier: "0024")));
        var visit = Done(await OpenLinkAsync(world, consult.Id, Patient, " 王 秀英", "01-0024"));
        Assert.Equal((ConsultStatus.Accepted, GuestKind.Patient, false), (visit.State, visit.Kind, visit.MayJoin));
        Assert.Equal("link-used", Refused(await OpenLinkAsync(world, consult.Id, Patient)));

        // Their own answer opens the room; that they named two identifiers is the comparison.
        var ready = Done(await AgreeAsync(world, consult.Id, Patient, ConsentItem.Consult));
        Assert.True(ready.MayJoin);
        var seen = await SeeAsync(world, consult.Id);
        Assert.Equal(ConsultStatus.Ready, seen.State);
        Assert.Equal(["name", "resident-id"], seen.Identity!.Kinds);
        Assert.Equal("患者", Assert.Single(seen.Consents).Person!.Name.Zh);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_link_that_is_old_taken_back_or_guessed_at_too_often_is_of_no_use(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AcceptedAsync(world);
        await InviteAsync(world, consult.Id, Patient, GuestKind.Patient);
        for (var mistake = 0; mistake < Guest.MostMistakes; mistake++)
        {
            Assert.Equal("identifiers-differ", Refused(await OpenLinkAsync(world, consult.Id, Patient, name: "another")));
        }

        Assert.Equal("link-spent", Refused(await OpenLinkAsync(world, consult.Id, Patient)));
        await InviteAsync(world, consult.Id, new("guest-2"), GuestKind.Patient);
        Done(await world.Consults.EndGuestAsync(world.As(world.Clinic), consult.Id, new("guest-2"), Cancellation));
        Assert.Equal("link-withdrawn", Refused(await OpenLinkAsync(world, consult.Id, new("guest-2"))));
        await InviteAsync(world, consult.Id, new("guest-3"), GuestKind.Patient);
        world.Now += world.Times.GuestLink;
        Assert.Equal("link-expired", Refused(await OpenLinkAsync(world, consult.Id, new("guest-3"))));
        Assert.Equal(
            [GuestLinkState.Spent, GuestLinkState.Withdrawn, GuestLinkState.Expired],
            (await SeeAsync(world, consult.Id)).Guests.Select(one => one.State));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_speaks_for_the_patient_says_who_they_are_and_it_is_kept_sealed(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AcceptedAsync(world);
        await InviteAsync(world, consult.Id, Family, GuestKind.Proxy, "王敏");
        Done(await OpenLinkAsync(world, consult.Id, Family));
        Assert.Equal("guardian-missing", Refused(await AgreeAsync(world, consult.Id, Family, ConsentItem.Consult)));

        Done(await AgreeAsync(world, consult.Id, Family, ConsentItem.Consult, Daughter));
        Assert.Equal(Daughter, Assert.Single((await SeeAsync(world, consult.Id)).Consents).Guardian);
        await world.Database.Keys.DestroyAsync(consult.Id, world.Now, Cancellation);
        var after = await SeeAsync(world, consult.Id);
        Assert.Null(Assert.Single(after.Consents).Guardian);
        Assert.Null(Assert.Single(after.Guests).Name);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_guest_in_the_room_is_recorded_by_their_own_answer_and_gone_when_the_link_is_taken_back(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        await InviteAsync(world, consult.Id, Patient, GuestKind.Patient);
        Done(await OpenLinkAsync(world, consult.Id, Patient));
        var guest = (await world.Consults.FindPersonAsync(consult.Id, Patient, Cancellation))!;
        Done(await world.Consults.EnterRoomAsync(world.As(guest), consult.Id, Cancellation));
        var recording = Done(await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id, Cancellation)).Id!.Value;
        Assert.Contains(Patient, await WaitingAsync(world, recording));

        Done(await AgreeAsync(world, consult.Id, Patient, ConsentItem.Recording));
        Assert.DoesNotContain(Patient, await WaitingAsync(world, recording));
        Done(await world.Consults.EndGuestAsync(world.As(world.Clinic), consult.Id, Patient, Cancellation));

        Assert.IsType<Outcome<GuestView>.NotFound>(
            await world.Consults.FindGuestAsync(consult.Id, Patient, world.Now, Cancellation));
        Assert.IsType<Outcome<RoomSide>.NotFound>(
            await world.Consults.MayJoinAsync(guest, consult.Id, world.Now, Cancellation));
        var state = (ConsultState.InSession)(await world.Store.LoadConsultAsync(consult.Id, Cancellation)).State;
        Assert.DoesNotContain(state.Engagement.Room, one => one.Person == Patient);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_link_is_for_a_patient_who_can_be_named_and_a_wrong_patient_ends_all_of_them(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var unknown = await AcceptedAsync(world, World.Request() with { Text = new("昏迷", PatientDetails.Unknown) });
        Assert.Equal("patient-unnamed", Refused(await world.Consults.InviteGuestAsync(
            world.As(world.Clinic), unknown.Id, Patient, GuestKind.Patient, "k", null, cancellation: Cancellation)));
        Done(await world.Consults.CancelAsync(world.As(world.Clinic), unknown.Id, "x", Cancellation));

        var consult = await world.InSessionAsync();
        await InviteAsync(world, consult.Id, Patient, GuestKind.Patient);
        Done(await OpenLinkAsync(world, consult.Id, Patient));
        Done(await world.Consults.StopWrongPatientAsync(world.As(world.Clinic), consult.Id, "bed 4", Cancellation));
        Assert.IsType<Outcome<GuestView>.NotFound>(
            await world.Consults.FindGuestAsync(consult.Id, Patient, world.Now, Cancellation));
    }

    private static async Task<IReadOnlyList<PersonId>> WaitingAsync(World world, RecordingId recording)
    {
        var life = (await world.Store.LoadRecordingAsync(recording, Cancellation)).State;
        return [.. life.Participants.Where(one => one.Answer is null).Select(one => one.Person)];
    }

    private static async Task<ConsultView> InviteAsync(
        World world, ConsultId consult, PersonId guest, GuestKind kind, string? name = null) =>
        Done(await world.Consults.InviteGuestAsync(
            world.As(world.Clinic), consult, guest, kind, "hash", name, cancellation: Cancellation));

    private static Task<Outcome<GuestView>> OpenLinkAsync(
        World world, ConsultId consult, PersonId guest, string name = "王秀英", string identifier = "010024", string key = "hash") =>
        world.Consults.OpenGuestLinkAsync(consult, guest, key, name, identifier, world.Now, Cancellation);

    private static Task<Outcome<GuestView>> AgreeAsync(
        World world, ConsultId consult, PersonId guest, ConsentItem item, GuardianIdentity? guardian = null) =>
        world.Consults.ConsentAsGuestAsync(
            consult,
            guest,
            new("guest-" + Guid.NewGuid().ToString("N")),
            new(item, ConsentSubject.Patient, true, ConsentMethod.Click, null, "v1", "zh-CN", guardian),
            world.Now,
            Cancellation);
}
