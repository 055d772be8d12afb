using Telemed.Consults.Consults;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>F12: the patient gets worse: one tap to a transfer, and those in the room stay in it.</summary>
public sealed class F12Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_transfer_keeps_who_is_in_the_room_until_they_leave(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();

        Done(await world.Consults.TransferAsync(world.As(world.Clinic), consult.Id, "shock", Cancellation));

        var moved = Assert.IsType<ConsultState.ConvertedToTransfer>(
            (await world.Store.LoadConsultAsync(consult.Id, Cancellation)).State);
        Assert.Equal(2, moved.Engagement.Room.Length);
        await world.Consults.LeaveRoomAsync(consult.Id, world.Clinic.Id, LeaveCause.Left, world.Now, Cancellation);
        await world.Consults.LeaveRoomAsync(consult.Id, world.Specialist.Id, LeaveCause.Left, world.Now, Cancellation);
        Assert.Empty(((ConsultState.Engaged)(await world.Store.LoadConsultAsync(consult.Id, Cancellation)).State).Engagement.Room);
    }
}
