using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>The call on hold: nothing of who holds it is forwarded, the others see since when, and it is theirs alone to go on.</summary>
public sealed class HoldTests : AcceptedCase
{
    [Fact]
    public async Task Who_holds_the_call_is_silent_and_unseen_until_they_go_on_with_what_was_on_before()
    {
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        await SetAsync(liuRoom, "1", muted: true);
        await zhaoRoom.EventAsync("PublicationChanged", one => Says(one, Liu, "1", muted: true));
        var before = (await Zhao.ConsultAsync(Consult)).GetProperty("state").GetString();

        await HoldAsync(liuRoom, on: true);
        var held = await zhaoRoom.EventAsync("ParticipantChanged", one => IsHeld(one, Liu));
        Assert.True(held.GetProperty("participant").GetProperty("connected").GetBoolean());
        await zhaoRoom.EventAsync("PublicationChanged", one => Says(one, Liu, "0", muted: true));

        // What their page says meanwhile counts from when they go on.
        await SetAsync(liuRoom, "0", muted: false);
        Assert.All((await AgainAsync()).GetProperty("publications").EnumerateArray().Where(one => IsOf(one, Liu)), one => Assert.True(one.GetProperty("muted").GetBoolean()));
        Assert.Equal(before, (await Zhao.ConsultAsync(Consult)).GetProperty("state").GetString());

        await HoldAsync(liuRoom, on: false);
        Assert.Equal(
            [("0", false), ("1", true)], // The camera that was off before stays off.
            (await AgainAsync()).GetProperty("publications").EnumerateArray().Where(one => IsOf(one, Liu))
                .Select(one => (one.GetProperty("mid").GetString(), one.GetProperty("muted").GetBoolean())).Order());
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task Who_comes_back_on_a_new_connection_still_holds_the_call_and_one_whom_another_muted_stays_mute()
    {
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        await HoldAsync(liuRoom, on: true);

        var (again, reply) = await Liu.EnterAsync(Consult);
        Assert.NotEqual(JsonValueKind.Null, reply.GetProperty("participants").EnumerateArray()
            .Single(one => one.GetProperty("id").GetString() == Liu.Id).GetProperty("heldSince").ValueKind);
        await zhaoRoom.CallAsync("Mute", new { messageId = Person.NewId(), participant = Liu.Id });
        Assert.All((await AgainAsync()).GetProperty("publications").EnumerateArray().Where(one => IsOf(one, Liu)), one => Assert.True(one.GetProperty("muted").GetBoolean()));

        await HoldAsync(again, on: false);
        Assert.Equal(
            [("0", true), ("1", false)],
            (await AgainAsync()).GetProperty("publications").EnumerateArray().Where(one => IsOf(one, Liu))
                .Select(one => (one.GetProperty("mid").GetString(), one.GetProperty("muted").GetBoolean())).Order());
        Assert.Equal(0, Server.Faults);
    }

    /// <summary>What somebody who enters now is told; the room's earlier work is done by then.</summary>
    private async Task<JsonElement> AgainAsync() => (await Zhao.EnterAsync(Consult)).Reply;

    private static Task<JsonElement> HoldAsync(TestHub room, bool on) => room.CallAsync("Hold", new { messageId = Person.NewId(), on });

    private static Task<JsonElement> SetAsync(TestHub room, string mid, bool muted) => room.CallAsync("SetPublication", new
    {
        messageId = Person.NewId(),
        mid,
        kind = mid == "0" ? "audio" : "video",
        feed = mid == "0" ? "voice" : "face",
        label = string.Empty,
        muted,
    });

    private static bool IsOf(JsonElement publication, Person who) => publication.GetProperty("participant").GetString() == who.Id;

    private static bool IsHeld(JsonElement changed, Person who) =>
        changed.GetProperty("participant").GetProperty("id").GetString() == who.Id
        && changed.GetProperty("participant").TryGetProperty("heldSince", out var since) && since.ValueKind == JsonValueKind.String;

    private static bool Says(JsonElement changed, Person who, string mid, bool muted) =>
        IsOf(changed.GetProperty("publication"), who) && changed.GetProperty("publication").GetProperty("mid").GetString() == mid
        && changed.GetProperty("publication").GetProperty("muted").GetBoolean() == muted;
}
