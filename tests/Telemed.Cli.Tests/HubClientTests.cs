using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemed.Cli.Hub;

namespace Telemed.Cli.Tests;

/// <summary>The WebSocket connection under the SignalR client, against a real hub on a real socket.</summary>
public sealed class HubClientTests : IAsyncLifetime
{
    private WebApplication _app = null!;
    private Uri _url = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR(options => options.MaximumReceiveMessageSize = 1 << 20);
        _app = builder.Build();
        _app.Urls.Add("http://127.0.0.1:0");
        _app.Use(async (context, next) =>
        {
            if (context.Request.Headers.Authorization == "Bearer good") await next();
            else context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        });
        _app.MapHub<EchoHub>("/hubs/echo");
        await _app.StartAsync(TestContext.Current.CancellationToken);
        _url = new Uri(_app.Urls.Single());
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task A_call_is_answered_and_an_event_arrives()
    {
        await using var hub = HubClient.ForRoom(new Uri(_url, "/hubs/echo?room=1"), "good");
        var heard = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.On<string>("Heard", text => heard.TrySetResult(text));
        await hub.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("听见", await hub.InvokeAsync<string>("Echo", "听见", TestContext.Current.CancellationToken));

        Assert.Equal("听见", await heard.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_message_of_many_buffers_with_characters_over_their_borders_goes_through_whole()
    {
        await using var hub = HubClient.ForRoom(new Uri(_url, "/hubs/echo"), "good");
        await hub.StartAsync(TestContext.Current.CancellationToken);
        var text = "a" + new string('听', 60_000);

        Assert.Equal(text, await hub.InvokeAsync<string>("Echo", text, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_refused_token_shows_the_status()
    {
        await using var hub = HubClient.ForRoom(new Uri(_url, "/hubs/echo"), "bad");

        var refused = await Assert.ThrowsAsync<HubRefusedException>(() => hub.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(401, refused.Status);
    }

    [Fact]
    public async Task The_end_of_the_server_is_told()
    {
        await using var hub = HubClient.ForRoom(new Uri(_url, "/hubs/echo"), "good");
        var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Closed += _ =>
        {
            closed.TrySetResult();
            return Task.CompletedTask;
        };
        await hub.StartAsync(TestContext.Current.CancellationToken);

        await _app.StopAsync(TestContext.Current.CancellationToken);

        await closed.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
    }

    private sealed class EchoHub : Microsoft.AspNetCore.SignalR.Hub
    {
        public async Task<string> Echo(string text)
        {
            await Clients.Caller.SendAsync("Heard", text);
            return text;
        }
    }
}
