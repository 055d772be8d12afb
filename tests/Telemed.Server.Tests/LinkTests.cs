using System.Net;

namespace Telemed.Server.Tests;

public sealed class LinkTests
{
    [Fact]
    public async Task A_link_is_told_to_the_room_with_the_mode_that_its_page_chose_and_to_operators_without_names()
    {
        await using var server = await TestServer.StartAsync();
        await using var doctor = await Person.SignInAsync(server, Person.ClinicDoctor);
        await using var specialist = await Person.SignInAsync(server, Person.Specialist);
        await using var operators = await Person.SignInAsync(server, Person.Administrator);
        var consult = await specialist.AcceptAsync(doctor);
        var (hub, _) = await doctor.EnterAsync(consult);

        Assert.StartsWith("invalid", await hub.RefusalAsync("SetMode", new { messageId = "m0", mode = "loud" }), StringComparison.Ordinal);
        await hub.CallAsync("SetMode", new { messageId = "m1", mode = "photo" });
        server.Get<Rooms.RoomDirectory>().Find(new(consult))!.Happened(new Media.MediaEvent.LinkQuality(
            consult, doctor.Id, 12.34, 601.26, 8.5, 61, 48, ByTcp: true, Score: 2));

        // The relay measures by itself too: its own word may come first.
        var told = await hub.EventAsync("LinkQuality", one => one.GetProperty("upKbps").GetInt32() == 61);
        Assert.Equal("photo", told.GetProperty("mode").GetString());
        Assert.Equal("tcp", told.GetProperty("path").GetString());
        Assert.Equal("weak", told.GetProperty("word").GetString());
        Assert.Equal(12.3, told.GetProperty("lossPercent").GetDouble());
        Assert.Equal(61, told.GetProperty("upKbps").GetInt32());
        Assert.Equal(48, told.GetProperty("downKbps").GetInt32());
        Assert.Equal(8.5, told.GetProperty("jitterMs").GetDouble());

        // Little goes by a link without loss; who must send stills has no good one for that.
        foreach (var (mode, score, word) in ((string, int, string)[])[("photo", 2, "weak"), ("weak", 3, "fair"), ("audio", 5, "good"), ("full", 5, "good")])
        {
            await hub.CallAsync("SetMode", new { messageId = $"m-{mode}", mode });
            server.Get<Rooms.RoomDirectory>().Find(new(consult))!.Happened(new Media.MediaEvent.LinkQuality(
                consult, doctor.Id, 0, 50, 2, 62, 48, ByTcp: false, Score: 5));
            var capped = await hub.EventAsync("LinkQuality", one => one.GetProperty("upKbps").GetInt32() == 62 && one.GetProperty("mode").GetString() == mode);
            Assert.Equal((score, word), (capped.GetProperty("score").GetInt32(), capped.GetProperty("word").GetString()));
        }

        var rooms = await operators.GetAsync("/api/operator/links");
        var link = Assert.Single(Assert.Single(rooms.EnumerateArray()).GetProperty("links").EnumerateArray());
        Assert.Equal(doctor.Id, link.GetProperty("participantId").GetString());
        Assert.DoesNotContain(Secrets.PatientName, rooms.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await doctor.Client.GetAsync("/api/operator/links")).StatusCode);
    }
}
