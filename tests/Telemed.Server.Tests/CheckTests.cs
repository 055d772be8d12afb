using System.Net;

namespace Telemed.Server.Tests;

public sealed class CheckTests
{
    [Fact]
    public async Task A_link_is_measured_by_two_connections_of_one_person_and_nobody_else_can_join_in()
    {
        await using var server = await TestServer.StartAsync();
        await using var doctor = await Person.SignInAsync(server, Person.ClinicDoctor);
        await using var other = await Person.SignInAsync(server, Person.OtherClinicDoctor);
        var check = (await doctor.DoAsync("/api/check", new { })).GetProperty("id").GetString();

        var up = await doctor.DoAsync($"/api/check/{check}/offer", new { side = "up", offerSdp = Offers.Browser(0, 0) });
        var down = await doctor.DoAsync($"/api/check/{check}/offer", new { side = "down", offerSdp = Offers.Browser(1, 1) });

        Assert.Contains("a=candidate:", up.GetProperty("answerSdp").GetString(), StringComparison.Ordinal);
        Assert.Contains("a=ssrc:", down.GetProperty("answerSdp").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, server.Get<Media.MediaNode>().Snapshot().Rooms);
        var intruder = await other.PostAsync($"/api/check/{check}/offer", new { side = "up", offerSdp = Offers.Browser(0, 0) });
        Assert.Equal("not-found", await TestServer.ProblemAsync(intruder));
        var broken = await doctor.PostAsync($"/api/check/{check}/offer", new { side = "up", offerSdp = "v=1" });
        Assert.Equal("offer-malformed", await TestServer.ProblemAsync(broken));
    }

    [Fact]
    public async Task A_second_measurement_ends_the_first_and_an_ended_one_leaves_no_room()
    {
        await using var server = await TestServer.StartAsync();
        await using var doctor = await Person.SignInAsync(server, Person.ClinicDoctor);
        var first = (await doctor.DoAsync("/api/check", new { })).GetProperty("id").GetString();
        await doctor.DoAsync($"/api/check/{first}/offer", new { side = "up", offerSdp = Offers.Browser(0, 0) });

        var second = (await doctor.DoAsync("/api/check", new { })).GetProperty("id").GetString();

        Assert.Equal(0, server.Get<Media.MediaNode>().Snapshot().Rooms);
        var late = await doctor.PostAsync($"/api/check/{first}/offer", new { side = "up", offerSdp = Offers.Browser(0, 0) });
        Assert.Equal("not-found", await TestServer.ProblemAsync(late));
        await doctor.DoAsync($"/api/check/{second}/offer", new { side = "up", offerSdp = Offers.Browser(0, 0) });
        Assert.Equal(HttpStatusCode.NoContent, (await doctor.Client.DeleteAsync($"/api/check/{second}")).StatusCode);
        Assert.Equal(0, server.Get<Media.MediaNode>().Snapshot().Rooms);
    }
}
