using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>The requirement on stills: filed with who, when, of which feed; what its colour card says is a fact beside it.</summary>
public sealed class StillTests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_still_says_of_whose_camera_it_is_and_its_colours_are_set_right_beside_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        var still = new Still("exam", world.Clinic.Id, world.Specialist.Id, WithCard: true);
        var filed = Assert.Single(Done(await AddAsync(world, consult.Id, 'a', still)).Attachments);
        Assert.Equal(
            ("exam", world.Clinic.Id, world.Specialist.Id, true),
            (filed.Still!.Feed, filed.Still.Of.Id, filed.Still.AskedBy.Id, filed.Still.WithCard));
        Assert.Equal((world.Clinic.Id, World.Whole(world.Now)), (filed.By.Id, filed.At));
        Assert.Null(filed.Card);

        Done(await MarkAsync(world, consult.Id, filed.Id, 1.5));
        Done(await MarkAsync(world, consult.Id, filed.Id, 1.25));
        var seen = Assert.Single((await SeeAsync(world, consult.Id)).Attachments);
        Assert.Equal((1.25, 1, 0.75, 4_000, 6_000), (seen.Card!.Red, seen.Card.Green, seen.Card.Blue, seen.Card.X, seen.Card.Y));
        Assert.Equal((filed.Sha256, filed.Still.Feed), (seen.Sha256, seen.Still!.Feed));

        Assert.Equal("colours-out-of-range", Refused(await MarkAsync(world, consult.Id, filed.Id, 4.1)));
        Assert.Equal("colours-out-of-range", Refused(await MarkAsync(world, consult.Id, filed.Id, double.NaN)));
        Assert.Equal("not-a-still", Refused(await MarkAsync(world, consult.Id, "nothing", 1)));
        Done(await AddAsync(world, consult.Id, 'b', null));
        Assert.Equal("not-a-still", Refused(await MarkAsync(world, consult.Id, Attachment.IdOf(new('b', 64)), 1)));
    }

    private static Task<Outcome<Telemed.Consults.Views.ConsultView>> AddAsync(World world, ConsultId id, char hash, Still? still) =>
        world.Consults.AttachAsync(world.As(world.Clinic), id, "image/jpeg", 9, new(hash, 64), true, "x.jpg", still, Cancellation);

    private static Task<Outcome<Telemed.Consults.Views.ConsultView>> MarkAsync(World world, ConsultId id, string file, double red) =>
        world.Consults.MarkColourCardAsync(world.As(world.Specialist), id, file, 4_000, 6_000, red, 1, 0.75, Cancellation);
}
