using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Telemed.Server.Problems;

namespace Telemed.Server.Tests;

/// <summary>The real server on a real port of the loopback, with its data in a directory of its own.</summary>
internal sealed class TestServer : IAsyncDisposable
{
    /// <summary>Every demonstration person's password in the tests.</summary>
    public const string Password = "orange-lantern-42";

    private readonly bool _ownsData;
    private bool _isDisposed;

    private TestServer(WebApplication app, string data, bool ownsData, LogCapture log)
    {
        App = app;
        Data = data;
        Log = log;
        _ownsData = ownsData;
        Address = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public WebApplication App { get; }

    public string Data { get; }

    public LogCapture Log { get; }

    public Uri Address { get; }

    public long Faults => App.Services.GetRequiredService<FaultCounter>().Count;

    public T Get<T>()
        where T : notnull => App.Services.GetRequiredService<T>();

    /// <summary>Starts a server; settings are written <c>Telemed:SignIn:Failures=3</c>.</summary>
    public static async Task<TestServer> StartAsync(params string[] settings) => await StartOnAsync(null, settings);

    /// <summary>Starts a server on data that another one left.</summary>
    public static Task<TestServer> StartOnAsync(string? data, params string[] settings) => StartOnAsync(data, _ => { }, settings);

    /// <summary>Starts a server with services of the test's beside its own.</summary>
    public static async Task<TestServer> StartOnAsync(string? data, Action<IServiceCollection> services, params string[] settings)
    {
        var directory = data ?? Directory.CreateTempSubdirectory("telemed-srv-").FullName;
        var log = new LogCapture();
        string[] defaults =
        [
            "urls=http://127.0.0.1:0",
            $"Telemed:DataDirectory={directory}",
            "Telemed:Demo=true",
            $"Telemed:DemoPassword={Password}",
            "Telemed:SignIn:PerMinute=1000",
            "Telemed:Media:Address=127.0.0.1",
            "Telemed:Media:Port=0",
            "Telemed:Media:RefuseAtPercentBusy=100", // How busy the machine is decides no test.
            "Logging:LogLevel:Default=Debug",
            .. await TestDatabases.SettingsAsync(directory),
        ];
        var values = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in defaults.Concat(settings))
        {
            var pair = setting.Split('=', 2);
            values[pair[0]] = pair[1];
        }

        var app = await ServerApp.CreateAsync([], builder =>
        {
            builder.Configuration.AddInMemoryCollection(values);
            builder.Logging.ClearProviders();
            builder.Logging.AddProvider(log);
            services(builder.Services);
        });
        await app.StartAsync();
        return new(app, directory, data is null, log);
    }

    /// <summary>A client without a session.</summary>
    public HttpClient Client()
    {
        var handler = new SocketsHttpHandler
        {
            CookieContainer = new CookieContainer(),
            AllowAutoRedirect = false,
            Expect100ContinueTimeout = TimeSpan.FromMinutes(1), // A body that is refused late must not be under way.
        };
        var client = new HttpClient(handler) { BaseAddress = Address };
        client.DefaultRequestHeaders.Add("X-Telemed", "1");
        return client;
    }

    public Uri WebSocketAddress(string pathAndQuery) => new(string.Create(
        CultureInfo.InvariantCulture, $"ws://{Address.Host}:{Address.Port}{pathAndQuery}"));

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await App.StopAsync();
        await App.DisposeAsync();
        if (_ownsData)
        {
            Directory.Delete(Data, recursive: true);
        }
    }

    /// <summary>The code of a problem answer; checks that it is one.</summary>
    public static async Task<string> ProblemAsync(HttpResponseMessage answer)
    {
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal((int)answer.StatusCode, body.GetProperty("status").GetInt32());
        var code = body.GetProperty("code").GetString()!;
        Assert.Equal("https://telemed.invalid/problems/" + code, body.GetProperty("type").GetString());
        return code;
    }
}
