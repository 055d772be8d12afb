using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>A voice muted by another (U1): silent at once, told to its person, audited, and never opened by another.</summary>
public sealed class MuteTests : AcceptedCase
{
    [Fact]
    public async Task A_voice_that_disturbs_is_muted_by_who_leads_told_to_its_person_and_audited()
    {
        var (liuRoom, reply) = await Liu.EnterAsync(Consult);
        await using var ma = await Person.SignInAsync(Server, Person.Nurse);
        var (maRoom, _) = await ma.EnterAsync(Consult);
        var (zhaoRoom, _) = await Zhao.EnterAsync(Consult);
        var voice = Assert.Single(reply.GetProperty("publications").EnumerateArray(), one => one.GetProperty("kind").GetString() == "audio");
        Assert.False(voice.GetProperty("muted").GetBoolean());

        await MuteAsync(zhaoRoom, Liu);
        Assert.Equal(Zhao.Id, (await liuRoom.EventAsync("Muted")).GetProperty("by").GetString());
        await maRoom.EventAsync("PublicationChanged", one => Says(one, voice, muted: true));

        // Who was muted speaks again when they like, and nobody who does not lead mutes them.
        var mid = voice.GetProperty("mid").GetString();
        await liuRoom.CallAsync("SetPublication", new { messageId = Person.NewId(), mid, kind = "audio", feed = "voice", label = "", muted = false });
        await maRoom.EventAsync("PublicationChanged", one => Says(one, voice, muted: false));
        Assert.Equal("forbidden", (await Assert.ThrowsAsync<HubRefusedException>(() => MuteAsync(maRoom, Liu))).Code);
        Assert.Equal("no-such-publication", (await Assert.ThrowsAsync<HubRefusedException>(() => MuteAsync(zhaoRoom, Zhao))).Code);
        Assert.DoesNotContain(maRoom.Heard().Concat(zhaoRoom.Heard()), one => one.Name == "Muted");

        var noted = (await File.ReadAllLinesAsync(Path.Combine(Server.Data, "audit", "audit.jsonl"))).Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("action").GetString() == "room.mute")
            .Select(line => (
                line.GetProperty("actor").GetString(), line.GetProperty("subject").GetString(), line.GetProperty("outcome").GetString(),
                line.TryGetProperty("detail", out var whose) ? whose.GetString() : null));
        Assert.Equal([(Zhao.Id, Consult, "done", Liu.Id), (ma.Id, Consult, "forbidden", null), (Zhao.Id, Consult, "no-such-publication", null)], noted);
        Assert.Equal(0, Server.Faults);
    }

    private static Task<JsonElement> MuteAsync(TestHub room, Person whom) =>
        room.CallAsync("Mute", new { messageId = Person.NewId(), participant = whom.Id });

    private static bool Says(JsonElement changed, JsonElement voice, bool muted) =>
        changed.GetProperty("publication").GetProperty("id").GetString() == voice.GetProperty("id").GetString()
        && changed.GetProperty("publication").GetProperty("muted").GetBoolean() == muted;
}
