using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>
/// A file of the case on everybody's stage, over the real server: the latest look counts, who comes later sees it as it is,
/// one at a time, gone with who showed it, and not for those who see no files.
/// </summary>
public sealed class SharedViewTests : AcceptedCase
{
    private string _file = string.Empty;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _file = await Liu.AttachAsync(Consult, [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]);
    }

    [Fact]
    public async Task The_latest_look_counts_and_who_comes_later_sees_it_as_it_is()
    {
        await using var ma = await Person.SignInAsync(Server, Person.Nurse);
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        await ShowAsync(liuRoom, 1, page: 0, start: true);
        await ShowAsync(liuRoom, 3, page: 2, pointer: [4_000, 6_000]);
        await ShowAsync(liuRoom, 2, page: 1); // It was on the way for longer than the one after it.
        await ShowAsync(liuRoom, 4, page: 3, pointer: [1, 2]);

        foreach (var (revision, page) in ((long, int)[])[(1, 0), (3, 2), (4, 3)])
        {
            var shown = (await zhaoRoom.EventAsync("Presented")).GetProperty("presentation");
            Assert.Equal(
                (Liu.Id, _file, revision, page),
                (shown.GetProperty("participant").GetString(), shown.GetProperty("file").GetString(), shown.GetProperty("revision").GetInt64(),
                    shown.GetProperty("view").GetProperty("page").GetInt32()));
        }

        var (_, late) = await ma.EnterAsync(Consult);
        Assert.Equal(4, late.GetProperty("presentation").GetProperty("revision").GetInt64());
        Assert.Equal([1, 2], late.GetProperty("presentation").GetProperty("pointer").EnumerateArray().Select(one => one.GetInt32()));
        Assert.Equal("not-found", await liuRoom.RefusalAsync("Present", Look("0000", 5, 0, null, start: true)));
        Assert.Equal([1, 2, 3, 4], late.GetProperty("presentation").GetProperty("view").GetProperty("calipers").EnumerateArray().Select(one => one.GetInt32()));
        Assert.Equal(50, late.GetProperty("presentation").GetProperty("view").GetProperty("speed").GetDouble());
        Assert.Equal("invalid", await liuRoom.RefusalAsync("Present", Look(_file, 5, 0, [1, 10_001])));
        Assert.Equal("invalid", await liuRoom.RefusalAsync("Present", Look(_file, 5, 0, null, speed: 0)));
        Assert.Equal("invalid", await liuRoom.RefusalAsync("Present", Look(_file, 5, 0, null, calipers: [1, 2, 3])));
        Assert.Equal("invalid", await liuRoom.RefusalAsync("Present", Look(_file, 5, 0, null, calipers: [1, 2, 3, -1])));
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task One_shows_at_a_time_and_what_they_show_is_gone_with_them()
    {
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        await ShowAsync(liuRoom, 1, page: 0, start: true);
        await ShowAsync(zhaoRoom, 1, page: 0, start: true);
        Assert.Equal("not-presenting", await liuRoom.RefusalAsync("Present", Look(_file, 2, 1, null)));
        await liuRoom.EventAsync("Presented", one => one.GetProperty("presentation").GetProperty("participant").GetString() == Zhao.Id);

        await zhaoRoom.CallAsync("Leave", new { messageId = Person.NewId() });
        await liuRoom.EventAsync("Presented", one => one.GetProperty("presentation").ValueKind == JsonValueKind.Null);
        await ShowAsync(liuRoom, 3, page: 0, start: true);
        await liuRoom.CallAsync("Present", new { messageId = Person.NewId(), file = (string?)null });
        await liuRoom.EventAsync("Presented", one => one.GetProperty("presentation").ValueKind == JsonValueKind.Null);
    }

    [Fact]
    public async Task Who_sees_no_files_of_the_case_hears_of_none()
    {
        await using var patient = await Person.ByLinkAsync(Server, await Liu.LinkAsync(Consult));
        var (liuRoom, _) = await Liu.EnterAsync(Consult);
        var (before, _) = await patient.EnterAsync(Consult);
        await ShowAsync(liuRoom, 1, page: 0, start: true);
        await liuRoom.CallAsync("Chat", new { messageId = Person.NewId(), text = "after it" });
        await before.EventAsync("Chat");

        Assert.DoesNotContain(before.Heard(), one => one.Name == "Presented");
        var (_, reply) = await patient.EnterAsync(Consult);
        Assert.Equal(JsonValueKind.Null, reply.GetProperty("presentation").ValueKind);
    }

    private Task<JsonElement> ShowAsync(TestHub room, long revision, int page, int[]? pointer = null, bool start = false) =>
        room.CallAsync("Present", Look(_file, revision, page, pointer, start));

    private static object Look(
        string file, long revision, int page, int[]? pointer, bool start = false, double speed = 50, int[]? calipers = null) =>
        new
        {
            messageId = Person.NewId(),
            file,
            view = new { page, zoom = 2.5, x = 5_000, y = 4_000, center = 40.5, width = 400, speed, gain = 20, calipers = calipers ?? [1, 2, 3, 4] },
            pointer,
            revision,
            start,
        };
}
