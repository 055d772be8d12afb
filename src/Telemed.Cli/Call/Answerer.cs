using System.Text.Json.Nodes;
using Microsoft.AspNetCore.SignalR.Client;
using Telemed.Cli.Api;
using Telemed.Cli.Hub;

namespace Telemed.Cli.Call;

/// <summary>The asked side of a consult: present at the desk, rung, accepting.</summary>
internal sealed class Answerer(ServerApi api, TextWriter log) : IAsyncDisposable
{
    private readonly HubConnection _desk = HubClient.ForDesk(api.Server, api.Cookies);

    /// <summary>Becomes available, waits for a ring and accepts it; the consult's id.</summary>
    /// <exception cref="CliException">The server refused.</exception>
    public async Task<string> AcceptNextAsync(CancellationToken stop)
    {
        var ring = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        _desk.On<JsonObject>("Ring", message => ring.TrySetResult(message));
        try
        {
            await _desk.StartAsync(stop);
        }
        catch (HubRefusedException refused)
        {
            throw new CliException(refused.Message);
        }

        await api.PutAsync("/api/availability/me", new JsonObject { ["available"] = true }, stop);
        await log.WriteLineAsync("available, waiting for a ring");
        var rung = await ring.Task.WaitAsync(stop);
        var consult = (string?)rung["consult"]?["id"] ?? throw new CliException("the ring names no consult");
        await api.CommandAsync(
            $"/api/consults/{consult}/accept", new JsonObject { ["offerId"] = (string?)rung["offer"]?["id"] }, stop);
        await log.WriteLineAsync($"accepted consult {consult}");
        return consult;
    }

    /// <summary>Leaves the desk.</summary>
    public ValueTask DisposeAsync() => _desk.DisposeAsync();
}
