using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Peers.Rooms;

/// <summary>
/// One server for all of these tests, with an open consult and with load rooms. It announces the machine's own addresses:
/// Firefox sends no check to a loopback one.
/// </summary>
public sealed class PeerRoom : OpenRoom
{
    private readonly HttpClient _http = new() { DefaultRequestHeaders = { { "X-Telemed", "1" } } };

    /// <summary>A token for a load room; it may be used many times.</summary>
    internal async Task<string> LoadTokenAsync(string room)
    {
        var stop = TestContext.Current.CancellationToken;
        var body = new JsonObject { ["room"] = room, ["role"] = "any" };
        using var answer = await _http.PostAsJsonAsync(new Uri(Server.Url, "/api/load/tokens"), body, stop);
        Assert.True(answer.IsSuccessStatusCode, $"a load token: {(int)answer.StatusCode}");
        return (string)(await answer.Content.ReadFromJsonAsync<JsonObject>(stop))!["token"]!;
    }

    /// <summary>A token of the doctor's for the consult's room.</summary>
    internal async Task<string> DoctorTokenAsync() => (string)(await Doctor.PermitAsync(Consult))["token"]!;

    /// <summary>The specialist in the consult's room, who sends a clip.</summary>
    internal async Task<string> SpecialistAsync() => (string)(await ConsultAsync())["specialist"]!["id"]!;

    /// <summary>The doctor whose consult it is.</summary>
    internal async Task<string> RequesterAsync() => (string)(await ConsultAsync())["requester"]!["id"]!;

    private async Task<JsonNode> ConsultAsync() => (await Doctor.GetAsync($"/api/consults/{Consult}")).Body!;

    private protected override Task<ServerProcess> StartServerAsync() =>
        ServerProcess.StartAsync(null, "--Telemed:Media:Address=::", "--Telemed:LoadRooms=true");

    private protected override ValueTask DisposeMoreAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }
}
