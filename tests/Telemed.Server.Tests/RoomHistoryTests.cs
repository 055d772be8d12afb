using Telemed.Server.Rooms;

namespace Telemed.Server.Tests;

public sealed class RoomHistoryTests
{
    [Fact]
    public void Events_are_numbered_by_ones_and_those_after_a_number_are_told_again_in_order()
    {
        var history = new RoomHistory(100);
        for (var i = 1; i <= 10; i++)
        {
            Assert.Equal(i, history.Number(new RoomEvent.ParticipantLeft($"p{i}", "left")).Sequence);
        }

        Assert.Equal([8, 9, 10], history.Since(7)!.Select(one => one.Sequence));
        Assert.Empty(history.Since(10)!);
    }

    [Fact]
    public void What_does_not_last_has_a_number_but_is_not_told_again()
    {
        var history = new RoomHistory(100);
        history.Number(new RoomEvent.Speakers([]));
        history.Number(new RoomEvent.ParticipantLeft("p", "left"));

        Assert.Equal([2], history.Since(0)!.Select(one => one.Sequence));
    }

    [Fact]
    public void A_number_that_is_too_old_or_from_another_life_of_the_room_cannot_be_resumed_from()
    {
        var history = new RoomHistory(3);
        for (var i = 0; i < 5; i++)
        {
            history.Number(new RoomEvent.ParticipantLeft("p", "left"));
        }

        Assert.Null(history.Since(1));
        Assert.NotNull(history.Since(2));
        Assert.Null(history.Since(6));
    }
}
