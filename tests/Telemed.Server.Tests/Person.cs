using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>A signed-in person of the demonstration network, acting as their page would.</summary>
internal sealed class Person : IAsyncDisposable
{
    public const string ClinicDoctor = "liu.min";
    public const string OtherClinicDoctor = "aynur";
    public const string Nurse = "ma.hong";
    public const string Specialist = "zhao.wei";
    public const string OtherSpecialist = "wang.qiang";
    public const string Interpreter = "mai.ming";
    public const string Dispatcher = "he.yan";
    public const string RecordsOfficer = "xu.fang";
    public const string OtherRecordsOfficer = "tang.yu";
    public const string Trainee = "ding.yan";
    public const string PrivacyOfficer = "tang.xin";
    public const string Administrator = "guo.bin";

    private readonly TestServer _server;
    private readonly List<TestHub> _hubs = [];
    private readonly string? _joinPath;

    private Person(TestServer server, HttpClient client, JsonElement me, string? joinPath = null)
    {
        _joinPath = joinPath;
        _server = server;
        Client = client;
        Me = me;
        Id = me.GetProperty(joinPath is null ? "id" : "self").GetString()!;
    }

    public HttpClient Client { get; }

    public JsonElement Me { get; }

    public string Id { get; }

    public string Cookie { get; private init; } = string.Empty;

    public static async Task<Person> SignInAsync(TestServer server, string user)
    {
        var client = server.Client();
        var answer = await client.PostAsJsonAsync("/api/session", new { user, password = TestServer.Password });
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new(server, client, await answer.Content.ReadFromJsonAsync<JsonElement>())
        {
            Cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0],
        };
    }

    /// <summary>The same person with the same session, asking at another node.</summary>
    public Person At(TestServer other)
    {
        var client = other.Client();
        client.DefaultRequestHeaders.Add("Cookie", Cookie);
        return new(other, client, Me, _joinPath) { Cookie = Cookie };
    }

    /// <summary>Somebody who opens a link of the clinic's on a phone and names the demonstration patient.</summary>
    public static async Task<Person> ByLinkAsync(TestServer server, string url)
    {
        var client = server.Client();
        var answer = await OpenLinkAsync(client, url);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return new(server, client, await answer.Content.ReadFromJsonAsync<JsonElement>(), "/api/guest/join")
        {
            Cookie = answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0],
        };
    }

    public static Task<HttpResponseMessage> OpenLinkAsync(HttpClient client, string url, string? identifier = null) =>
        client.PostAsJsonAsync("/api/guest/session", new
        {
            link = url[(url.IndexOf("#/guest/", StringComparison.Ordinal) + "#/guest/".Length)..],
            name = Secrets.PatientName,
            identifier = identifier ?? Secrets.Identifier[^6..],
        });

    /// <summary>Makes a link as the clinic would; its address.</summary>
    public async Task<string> LinkAsync(string consult, string kind = "patient") => (await DoAsync(
        $"/api/consults/{consult}/guests", new { commandId = NewId(), kind, name = Secrets.Witness })).GetProperty("url").GetString()!;

    public static string NewId() => Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);

    public Task<HttpResponseMessage> PostAsync(string path, object body) => Client.PostAsJsonAsync(path, body);

    /// <summary>Posts what must hold; the answer's body.</summary>
    public async Task<JsonElement> DoAsync(string path, object body)
    {
        var answer = await PostAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    public async Task<JsonElement> GetAsync(string path)
    {
        var answer = await Client.GetAsync(path);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Posts a command without fields of its own.</summary>
    public Task<JsonElement> CommandAsync(string consult, string command) =>
        DoAsync($"/api/consults/{consult}/{command}", new { commandId = NewId() });

    public Task<JsonElement> ConsultAsync(string consult) => GetAsync($"/api/consults/{consult}");

    /// <summary>Writes and sends an emergency request; the consult's id.</summary>
    public async Task<string> RequestAsync(string service = "cardiology")
    {
        var id = await DraftAsync(service);
        await CommandAsync(id, "submit");
        return id;
    }

    /// <summary>Becomes available and accepts what another person asks for then; the consult's id.</summary>
    public async Task<string> AcceptAsync(Person requester)
    {
        var desk = await DeskAsync();
        await Client.PutAsJsonAsync("/api/availability/me", new { available = true });
        var consult = await requester.RequestAsync();
        await requester.ConsentForPatientAsync(consult);
        var ring = await desk.EventAsync("Ring");
        await DoAsync(
            $"/api/consults/{consult}/accept",
            new { commandId = NewId(), offerId = ring.GetProperty("offer").GetProperty("id").GetString() });
        return consult;
    }

    /// <summary>Writes a request without sending it; the consult's id.</summary>
    public async Task<string> DraftAsync(string service = "cardiology") =>
        (await DoAsync("/api/consults", Draft(service))).GetProperty("id").GetString()!;

    public static object Draft(string service = "cardiology") => new
    {
        commandId = NewId(),
        service,
        urgency = "emergency",
        summary = Secrets.Summary,
        patient = new
        {
            name = Secrets.PatientName,
            sex = "female",
            ageYears = 63,
            identifiers = new[] { new { system = "resident-id", value = Secrets.Identifier } },
        },
    };

    public Task<JsonElement> ConsentForPatientAsync(string consult, string item = "consult", bool granted = true) =>
        DoAsync($"/api/consults/{consult}/consents", new
        {
            commandId = NewId(),
            item,
            subject = "patient",
            granted,
            method = "spoken",
            witness = Secrets.Witness,
            textVersion = "2026-11",
            language = "zh-CN",
        });

    /// <summary>Opens a room to those who look on, once the patient agreed to that, or closes it.</summary>
    public Task<JsonElement> TeachAsync(string consult, bool open = true) =>
        DoAsync($"/api/consults/{consult}/teaching", new { commandId = NewId(), open });

    /// <summary>Adds a file to a case; the file's id.</summary>
    public async Task<string> AttachAsync(string consult, byte[] content)
    {
        var answer = await SendFileAsync(consult, content);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("attachments").EnumerateArray().Last().GetProperty("id").GetString()!;
    }

    /// <summary>Sends a file, as a still of the room when it is one.</summary>
    public async Task<HttpResponseMessage> SendFileAsync(string consult, byte[] content, string? still = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/consults/{consult}/attachments") { Content = new ByteArrayContent(content) };
        if (still is not null)
        {
            request.Headers.Add("X-Telemed-Still", still);
        }

        return await Client.SendAsync(request);
    }

    public async Task<TestHub> DeskAsync()
    {
        var hub = await TestHub.ConnectAsync(_server.WebSocketAddress("/hubs/desk"), Cookie);
        _hubs.Add(hub);
        await hub.CallAsync("Hello");
        return hub;
    }

    public async Task<(string Token, Uri Hub)> TokenAsync(string consult)
    {
        var grant = await DoAsync(_joinPath ?? $"/api/consults/{consult}/join", new { device = "test" });
        var token = grant.GetProperty("token").GetString()!;
        return (token, HubAddress(grant.GetProperty("hubUrl").GetString()!, token));
    }

    public Uri HubAddress(string hubUrl, string token) => hubUrl.StartsWith("http", StringComparison.Ordinal)
        ? new($"ws{hubUrl["http".Length..]}&access_token={token}")
        : _server.WebSocketAddress($"{hubUrl}&access_token={token}");

    /// <summary>Asks for a token and connects with it, as the page does before its person asks to enter.</summary>
    public async Task<TestHub> ConnectAsync(string consult)
    {
        var (_, address) = await TokenAsync(consult);
        var hub = await TestHub.ConnectAsync(address);
        _hubs.Add(hub);
        return hub;
    }

    /// <summary>Connects and joins with a browser's offer, or another one.</summary>
    public async Task<(TestHub Hub, JsonElement Reply)> EnterAsync(string consult, long? resumeFrom = null, string? offerSdp = null)
    {
        var hub = await ConnectAsync(consult);
        var reply = await hub.CallAsync(
            "Join", new { messageId = NewId(), offerSdp = offerSdp ?? Offers.Browser(), device = "test", resumeFrom });
        return (hub, reply);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var hub in _hubs)
        {
            await hub.DisposeAsync();
        }

        Client.Dispose();
    }
}
