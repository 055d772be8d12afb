using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>Exam devices in a consult's room: seen by all, under their person's name, rights and consent.</summary>
public sealed class DeviceTests : IAsyncLifetime
{
    private TestServer _server = null!;
    private Person _liu = null!;
    private Person _nurse = null!;
    private Person _zhao = null!;
    private TestHub _zhaoRoom = null!;
    private string _consult = string.Empty;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync("Telemed:Media:AbsenceMilliseconds=600000");
        _liu = await Person.SignInAsync(_server, Person.ClinicDoctor);
        _nurse = await Person.SignInAsync(_server, Person.Nurse);
        _zhao = await Person.SignInAsync(_server, Person.Specialist);
        _consult = await _zhao.AcceptAsync(_liu);
        (_zhaoRoom, _) = await _zhao.EnterAsync(_consult);
    }

    public async ValueTask DisposeAsync()
    {
        await _liu.DisposeAsync();
        await _nurse.DisposeAsync();
        await _zhao.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task An_exam_device_is_seen_by_all_with_its_feed_until_it_ends()
    {
        var (answer, token) = await PublishAsync(_nurse, "ultrasound");

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var joined = (await _zhaoRoom.EventAsync("ParticipantJoined")).GetProperty("participant");
        Assert.Equal("ultrasound", joined.GetProperty("device").GetString());
        Assert.Equal(_nurse.Id, joined.GetProperty("person").GetProperty("id").GetString());
        await _zhaoRoom.EventAsync("PublicationChanged", one => Feed(one) == "ultrasound");

        // Its sound is a finding: no gaps in silence, the full band.
        var sdp = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("useinbandfec=1;maxaveragebitrate=96000\r\n", sdp, StringComparison.Ordinal);
        Assert.DoesNotContain("usedtx", sdp, StringComparison.Ordinal);
        await _zhaoRoom.EventAsync("SlotAssigned", one => one.GetProperty("publication").GetString() == "ultrasound:1");

        using var request = new HttpRequestMessage(HttpMethod.Delete, answer.Headers.Location);
        request.Headers.Authorization = new("Bearer", token);
        Assert.Equal(HttpStatusCode.OK, (await _nurse.Client.SendAsync(request)).StatusCode);
        var left = await _zhaoRoom.EventAsync("ParticipantLeft");
        Assert.Equal("ultrasound", left.GetProperty("participantId").GetString());

        // Nobody came in by it: the session waits for the other side.
        Assert.Equal("ready", (await _zhao.ConsultAsync(_consult)).GetProperty("state").GetString());
        Assert.Equal(0, _server.Faults);
    }

    [Fact]
    public async Task A_join_token_opens_one_device_session_and_no_second()
    {
        var (_, token) = await PublishAsync(_nurse, "exam");

        Assert.Equal("token-used", await CodeAsync(401, await PostAsync("whip", "exam", Offers.Device("sendonly"), token)));
    }

    [Fact]
    public async Task Another_persons_feed_is_not_taken_over_and_an_own_one_is_replaced()
    {
        await PublishAsync(_nurse, "exam");

        Assert.Equal("feed-taken", await CodeAsync(409, (await PublishAsync(_liu, "exam")).Answer));
        Assert.Equal(HttpStatusCode.Created, (await PublishAsync(_nurse, "exam")).Answer.StatusCode);
        Assert.Equal("not-found", await CodeAsync(404, (await PublishAsync(_nurse, "garden")).Answer));
    }

    [Fact]
    public async Task A_screen_in_the_hall_plays_the_exam_and_is_seen_to_watch()
    {
        await PublishAsync(_nurse, "exam");
        var token = (await _zhao.TokenAsync(_consult)).Token;

        var answer = await PostAsync("whep", "exam", Offers.Device("recvonly"), token);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var joined = await _zhaoRoom.EventAsync("ParticipantJoined", one => Device(one) == "player");
        Assert.Equal(_zhao.Id, joined.GetProperty("participant").GetProperty("person").GetProperty("id").GetString());
    }

    [Fact]
    public async Task When_the_consult_has_ended_its_doors_are_closed()
    {
        var token = (await _nurse.TokenAsync(_consult)).Token;
        await _liu.EnterAsync(_consult);
        await _zhao.CommandAsync(_consult, "end");

        // By the decider, or by the room that is closing.
        Assert.Contains(
            await CodeAsync(409, await PostAsync("whip", "exam", Offers.Device("sendonly"), token)), (string[])["refused", "room-closed"]);
    }

    private static string? Feed(JsonElement changed) => changed.GetProperty("publication").GetProperty("feed").GetString();

    private static string? Device(JsonElement joined) => joined.GetProperty("participant").GetProperty("device").GetString();

    private static async Task<string> CodeAsync(int status, HttpResponseMessage answer)
    {
        Assert.Equal(status, (int)answer.StatusCode);
        return await TestServer.ProblemAsync(answer);
    }

    private async Task<(HttpResponseMessage Answer, string Token)> PublishAsync(Person person, string feed)
    {
        var token = (await person.TokenAsync(_consult)).Token;
        return (await PostAsync("whip", feed, Offers.Device("sendonly"), token), token);
    }

    private async Task<HttpResponseMessage> PostAsync(string door, string name, string offer, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/{door}/{_consult}/{name}")
        {
            Content = new StringContent(offer, Encoding.UTF8),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/sdp");
        request.Headers.Authorization = new("Bearer", token);
        return await _liu.Client.SendAsync(request);
    }
}
