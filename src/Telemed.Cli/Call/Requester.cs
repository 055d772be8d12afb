using System.Text.Json.Nodes;
using Telemed.Cli.Api;

namespace Telemed.Cli.Call;

/// <summary>The asking side of a consult, as its doctor's page does it.</summary>
internal sealed class Requester(ServerApi api, TextWriter log)
{
    private const string ConsentText = "consult-2026-11";
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly string[] RoomIsOpen = ["accepted", "scheduled", "ready", "inSession", "interrupted"];
    private static readonly string[] NoRoomComes = ["rejected", "unstaffed", "cancelled", "noShow", "closed", "archived"];
    private static readonly string[] OpinionIsOver = ["acknowledged", "closed", "archived", "cancelled", "convertedToTransfer"];

    /// <summary>Waits until a specialist who serves that service is available.</summary>
    public async Task UntilSomebodyIsAvailableAsync(string service, CancellationToken stop)
    {
        await log.WriteLineAsync($"waiting until a specialist for {service} is available");
        while (!IsServed(await api.GetAsync("/api/availability", stop), service)) await Task.Delay(LookEvery, stop);
    }

    /// <summary>Writes and submits an emergency request with the patient's consent; the consult's id.</summary>
    public async Task<string> AskAsync(string service, string summary, string language, CancellationToken stop)
    {
        var consult = await api.CommandAsync("/api/consults", new JsonObject
        {
            ["service"] = service,
            ["urgency"] = "emergency",
            ["summary"] = summary,
            ["patient"] = new JsonObject { ["name"] = null, ["sex"] = "male", ["ageYears"] = 61 },
        }, stop);
        var id = (string)consult["id"]!;
        await api.CommandAsync($"/api/consults/{id}/consents", new JsonObject
        {
            ["item"] = "consult",
            ["subject"] = "patient",
            ["granted"] = true,
            ["method"] = "spoken",
            ["witness"] = "telemed call",
            ["textVersion"] = ConsentText,
            ["language"] = language,
        }, stop);
        await api.CommandAsync($"/api/consults/{id}/submit", [], stop);
        await log.WriteLineAsync($"asked for {service}: consult {id}");
        return id;
    }

    /// <summary>Waits until a specialist has accepted.</summary>
    /// <exception cref="CliException">Nobody will come.</exception>
    public async Task UntilAcceptedAsync(string id, CancellationToken stop)
    {
        while (true)
        {
            var state = await StateAsync(id, stop);
            if (RoomIsOpen.Contains(state)) return;
            if (NoRoomComes.Contains(state)) throw new CliException($"consult {id} came to nothing: {state}");
            await Task.Delay(LookEvery, stop);
        }
    }

    /// <summary>Waits for the signed opinion and acknowledges it; returns early when the consult ends without one.</summary>
    public async Task AcknowledgeAsync(string id, CancellationToken stop)
    {
        await log.WriteLineAsync("waiting for the opinion");
        for (var state = await StateAsync(id, stop); !OpinionIsOver.Contains(state); state = await StateAsync(id, stop))
        {
            if (state == "opinionSigned")
            {
                await api.CommandAsync($"/api/consults/{id}/acknowledge", new JsonObject { ["adopted"] = true }, stop);
                await log.WriteLineAsync("acknowledged the opinion");
                return;
            }

            await Task.Delay(LookEvery, stop);
        }
    }

    private static bool IsServed(JsonObject availability, string service) => availability["others"] is JsonArray others && others.Any(
        other => (string?)other?["state"] == "available"
            && other["services"] is JsonArray services && services.Any(code => (string?)code == service));

    private async Task<string> StateAsync(string id, CancellationToken stop) =>
        (string?)(await api.GetAsync($"/api/consults/{Uri.EscapeDataString(id)}", stop))["state"] ?? "";
}
