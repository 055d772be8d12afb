using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>A4: a case opened in need: a reason, an hour at most, told to the privacy officer, looked into.</summary>
public sealed class A4Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_clinician_without_a_part_opens_a_case_for_an_hour_and_answers_for_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var (stranger, officer) = (world.OtherClinic, world.Person("tang.xin"));
        var consult = await AcceptedAsync(world);
        Assert.IsType<Outcome<ConsultView>.NotFound>(
            await world.Consults.FindAsync(stranger, consult.Id, world.Now, Cancellation));
        Assert.Equal("reason-missing", Refused(
            await world.Consults.BreakGlassAsync(world.As(stranger), consult.Id, " ", Cancellation)));

        var opened = Done(await world.Consults.BreakGlassAsync(
            world.As(stranger), consult.Id, "患者昏迷送至本院", Cancellation));
        Assert.Equal("王秀英", opened.Patient!.Name);
        Assert.Equal(World.Whole(world.Now) + Glass.Longest, opened.GlassUntil);
        Assert.Empty(opened.Actions);

        var listed = Assert.Single(Done(await world.Consults.ListGlassesAsync(officer, world.Now, Cancellation)));
        Assert.Equal((consult.Id, stranger.Id, "患者昏迷送至本院", false),
            (listed.Consult, listed.Person.Id, listed.Reason, listed.Overdue));
        world.Now += Glass.Longest;
        Assert.IsType<Outcome<ConsultView>.NotFound>(
            await world.Consults.FindAsync(stranger, consult.Id, world.Now, Cancellation));

        world.Now += Glass.ReviewWithin;
        Assert.True(Assert.Single(Done(await world.Consults.ListGlassesAsync(officer, world.Now, Cancellation))).Overdue);
        var reviewed = Done(await world.Consults.ReviewGlassAsync(
            world.As(officer), consult.Id, stranger.Id, listed.At, true, Cancellation));
        Assert.True(reviewed is { Overdue: false, Justified: true } && reviewed.ReviewedBy!.Id == officer.Id);
        Assert.Equal("reviewed-already", Refused(await world.Consults.ReviewGlassAsync(
            world.As(officer), consult.Id, stranger.Id, listed.At, true, Cancellation)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Nobody_but_a_clinician_opens_and_nobody_but_the_officer_lists_and_reviews(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AcceptedAsync(world);
        foreach (var user in (string[])["guo.bin", "lin.hai", "xu.fang", "mai.ming", "tang.xin"])
        {
            Assert.IsType<Outcome<ConsultView>.NotFound>(
                await world.Consults.BreakGlassAsync(world.As(world.Person(user)), consult.Id, "curious", Cancellation));
        }

        Assert.IsType<Outcome<IReadOnlyList<GlassView>>.Forbidden>(
            await world.Consults.ListGlassesAsync(world.Person("guo.bin"), world.Now, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_regulator_sees_how_many_and_nothing_else(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        await AcceptedAsync(world);
        await world.SubmittedAsync(world.OtherClinic, "neurology");

        var counts = Done(await world.Consults.CountAsync(
            world.Person("lin.hai"), world.Now.AddDays(-1), world.Now.AddDays(1), Cancellation));

        Assert.Equal(
            [
                new(world.Clinic.Institution, new("cardiology"), Lane.Emergency, ConsultStatus.Accepted, 1),
                new CountRow(world.OtherClinic.Institution, new("neurology"), Lane.Emergency, ConsultStatus.Offered, 1),
            ],
            counts);
        Assert.Empty(Done(await world.Consults.CountAsync(
            world.Person("lin.hai"), world.Now.AddDays(1), world.Now.AddDays(2), Cancellation)));
        Assert.IsType<Outcome<IReadOnlyList<CountRow>>.Forbidden>(await world.Consults.CountAsync(
            world.Person("guo.bin"), world.Now.AddDays(-1), world.Now.AddDays(1), Cancellation));
    }
}
