using System.Net.Http.Json;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>The specialist's switch over the real server: what it says and does while they write up after a consult.</summary>
public sealed class AvailabilityTests : AcceptedCase
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Liu.EnterAsync(Consult);
        await Zhao.EnterAsync(Consult);
        Assert.Equal(("inConsult", "available"), Stands(await MineAsync()));
        await Zhao.CommandAsync(Consult, "end");
    }

    [Fact]
    public async Task Who_writes_up_is_not_rung_and_is_told_until_when_and_what_comes_then()
    {
        var desk = await Zhao.DeskAsync();
        var mine = await MineAsync();
        Assert.Equal(("wrapUp", "available"), Stands(mine));
        Assert.InRange(mine.GetProperty("until").GetDateTimeOffset() - DateTimeOffset.UtcNow, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(120));
        await Liu.RequestAsync();
        Assert.Equal("wrapUp", Stands(await MineAsync()).State);
        Assert.DoesNotContain(desk.Heard(), one => one.Name == "Ring");

        // Done with it: rung for what waits.
        Assert.Equal("ringing", Stands(await SwitchAsync(true)).State);
        await desk.EventAsync("Ring");
    }

    [Fact]
    public async Task Who_switches_off_meanwhile_goes_on_writing_up_and_is_off_once_the_opinion_is_signed()
    {
        var desk = await Zhao.DeskAsync();

        Assert.Equal(("wrapUp", "off"), Stands(await SwitchAsync(false)));
        Assert.Equal(("wrapUp", "off"), Stands(Of(await desk.EventAsync("AvailabilityChanged", one => Stands(Of(one)).WhenFree == "off"))));
        await Zhao.DoAsync($"/api/consults/{Consult}/opinion", new { commandId = Person.NewId(), findings = "f", advice = "a" });
        await Zhao.DoAsync($"/api/consults/{Consult}/sign", new { commandId = Person.NewId(), password = TestServer.Password });

        Assert.Equal(("off", "off"), Stands(await MineAsync()));
        await desk.EventAsync("AvailabilityChanged", one => Stands(Of(one)).State == "off");
    }

    private async Task<JsonElement> MineAsync() => (await Zhao.GetAsync("/api/availability")).GetProperty("me");

    private async Task<JsonElement> SwitchAsync(bool available)
    {
        var answer = await Zhao.Client.PutAsJsonAsync("/api/availability/me", new { available });
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static JsonElement Of(JsonElement happened) => happened.GetProperty("availability");

    private static (string? State, string? WhenFree) Stands(JsonElement availability) =>
        (availability.GetProperty("state").GetString(), availability.GetProperty("whenFree").GetString());
}
