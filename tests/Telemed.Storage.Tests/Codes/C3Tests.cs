using Telemed.TestKit.Postgres;
using Telemed.Consults.Consults;

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
