using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>F10: an opinion that is not signed in time: reminders, then escalation; the case cannot close.</summary>
public sealed class F10Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_missing_opinion_is_reminded_once_each_across_workers_then_escalated(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        Done(await world.Consults.EndAsync(world.As(world.Specialist), consult.Id, Cancellation));
        var other = world.Worker("w2");
        world.Now += world.Times.EmergencyOpinion;
        for (var i = 0; i <= world.Times.Reminders; i++)
        {
            await Task.WhenAll(
                world.Clocks.FireAsync(world.Now, Cancellation), other.FireAsync(world.Now, Cancellation));
            world.Now += world.Times.RemindEvery;
        }

        var lines = (await SeeAsync(world, consult.Id)).Timeline.Select(line => line.Code).ToList();
        Assert.Equal(world.Times.Reminders, lines.Count(code => code == "opinionReminded"));
        Assert.Single(lines, "opinionEscalated");
        Assert.Equal("not-in-state", Refused(
            await world.Consults.CloseAsync(world.As(world.Clinic), consult.Id, Cancellation)));
    }
}
