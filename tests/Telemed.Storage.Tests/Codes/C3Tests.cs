using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>C3: reuse for teaching is an item of its own, and no unless said otherwise.</summary>
public sealed class C3Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task Consent_to_the_consult_and_to_recording_says_nothing_about_teaching(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AcceptedAsync(world);
        await world.AgreeAsync(consult.Id);
        Done(await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult.Id, World.PatientAgrees with { Item = ConsentItem.Recording }, Cancellation));
        var file = ((ConsultState.Filed)(await world.Store.LoadConsultAsync(consult.Id, Cancellation)).State).File;

        Assert.Null(file.LatestConsent(ConsentItem.Teaching, ConsentSubject.Patient));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_room_open_for_teaching_is_in_the_list_of_those_who_look_on_until_the_consent_is_taken_back(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var trainee = world.Person("ding.yan");
        var consult = await AcceptedAsync(world);
        await world.AgreeAsync(consult.Id);
        Assert.Equal("teaching-consent-missing", Refused(await world.Consults.TeachAsync(world.As(world.Specialist), consult.Id, true, Cancellation)));
        var teaching = World.PatientAgrees with { Item = ConsentItem.Teaching };
        Done(await world.Consults.ConsentAsync(world.As(world.Clinic), consult.Id, teaching, Cancellation));
        Assert.Empty(await ListAsync());

        Done(await world.Consults.TeachAsync(world.As(world.Specialist), consult.Id, true, Cancellation));
        var row = Assert.Single(await ListAsync());
        Assert.Equal((ViewerSide.Observer, null, null), (row.Mine, row.SummaryLine, row.PatientLabel));
        var seen = Done(await world.Consults.FindAsync(trainee, consult.Id, world.Now, Cancellation));
        Assert.Equal((null, null, 0, 0), (seen.Summary, seen.Patient, seen.Consents.Count, seen.Timeline.Count));

        Done(await world.Consults.ConsentAsync(world.As(world.Clinic), consult.Id, teaching with { Granted = false }, Cancellation));
        Assert.Empty(await ListAsync());

        Task<IReadOnlyList<ConsultRowView>> ListAsync() =>
            world.Consults.ListAsync(trainee, ConsultList.Mine, world.Now, Cancellation);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_looked_on_and_was_removed_has_the_case_in_no_list_until_the_room_is_opened_anew(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var (removed, other) = (world.Person("ding.yan"), world.Person("ding.yan") with { Id = new("another") });
        var consult = await AcceptedAsync(world);
        await world.AgreeAsync(consult.Id);
        Done(await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult.Id, World.PatientAgrees with { Item = ConsentItem.Teaching }, Cancellation));
        Done(await world.Consults.TeachAsync(world.As(world.Specialist), consult.Id, true, Cancellation));

        Done(await world.Consults.RemoveViewerAsync(world.As(world.Specialist), consult.Id, removed.Id, Cancellation));

        Assert.Empty(await ListAsync(removed));
        Assert.IsType<Outcome<ConsultView>.NotFound>(await world.Consults.FindAsync(removed, consult.Id, world.Now, Cancellation));
        Assert.IsType<Outcome<RoomSide>.NotFound>(await world.Consults.MayJoinAsync(removed, consult.Id, world.Now, Cancellation));
        Assert.Single(await ListAsync(other));

        Done(await world.Consults.TeachAsync(world.As(world.Specialist), consult.Id, false, Cancellation));
        Done(await world.Consults.TeachAsync(world.As(world.Specialist), consult.Id, true, Cancellation));
        Assert.Single(await ListAsync(removed));

        Task<IReadOnlyList<ConsultRowView>> ListAsync(StaffMember who) =>
            world.Consults.ListAsync(who, ConsultList.Mine, world.Now, Cancellation);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Teaching_can_be_refused_and_withdrawn_after_the_case_is_closed(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AcceptedAsync(world);
        await world.AgreeAsync(consult.Id);
        Done(await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult.Id, World.PatientAgrees with { Item = ConsentItem.Teaching }, Cancellation));
        Done(await world.Consults.CancelAsync(world.As(world.Clinic), consult.Id, "improved", Cancellation));

        var after = Done(await world.Consults.ConsentAsync(
            world.As(world.Clinic),
            consult.Id,
            World.PatientAgrees with { Item = ConsentItem.Teaching, Granted = false },
            Cancellation));

        Assert.Equal([true, false], after.Consents.Where(one => one.Item == ConsentItem.Teaching).Select(one => one.Granted));
    }
}
