using System.Net;
using System.Text.Json.Nodes;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>
/// A consult that was asked for and accepted without a browser: the specialist is a <c>telemed call</c> in the room, the
/// doctor stands at the server's doors with a permit to take.
/// </summary>
public class OpenRoom : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    internal ServerProcess Server { get; private set; } = null!;

    internal ApiSession Doctor { get; private set; } = null!;

    internal CallProcess Specialist { get; private set; } = null!;

    internal string Consult { get; private set; } = "";

    /// <summary>A second consult of the same doctor that is still a draft.</summary>
    internal string Draft { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        try
        {
            await OpenAsync();
        }
        catch
        {
            // A fixture that failed to begin is not disposed by the test framework.
            await DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until what the doctor reads at a path is as wanted.</summary>
    internal async Task UntilAsync(string path, Func<JsonNode, bool> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (true)
        {
            var (_, body) = await Doctor.GetAsync(path);
            if (body is not null && wanted(body)) return;
            await Task.Delay(100, limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Doctor?.Dispose();
        if (Specialist is not null) await Specialist.DisposeAsync();
        if (Server is not null) await Server.DisposeAsync();
        await DisposeMoreAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Starts the server that the room is on.</summary>
    private protected virtual Task<ServerProcess> StartServerAsync() => ServerProcess.StartAsync();

    /// <summary>Ends what else was started for it.</summary>
    private protected virtual ValueTask DisposeMoreAsync() => ValueTask.CompletedTask;

    private async Task OpenAsync()
    {
        Server = await StartServerAsync();
        Specialist = await TelemedTool.CallAsync(Server, DemoPeople.Specialist, FaceClip.Specialist, "--answer", "--seconds", "240");
        Doctor = await ApiSession.SignInAsync(Server, DemoPeople.Doctor);
        await UntilAsync("/api/availability", answer => answer["others"]!.AsArray().Any(IsReady));
        Consult = await WriteAsync();
        await DoneAsync($"/api/consults/{Consult}/consents", Consent());
        await DoneAsync($"/api/consults/{Consult}/submit");
        // The specialist's last act on coming: from here on the consult changes only by what a test does.
        await UntilAsync($"/api/consults/{Consult}", answer =>
            answer["consents"]!.AsArray().Any(consent => (string?)consent!["item"] == "recording"));
        Draft = await WriteAsync();
    }

    private static bool IsReady(JsonNode? one) => (string?)one!["state"] == "available"
        && one["services"]!.AsArray().Any(code => (string?)code == DemoPeople.Service);

    private static JsonObject Consent() => new()
    {
        ["item"] = "consult",
        ["subject"] = "patient",
        ["granted"] = true,
        ["method"] = "spoken",
        ["witness"] = "test",
        ["textVersion"] = "1",
        ["language"] = "en",
    };

    private async Task<string> WriteAsync() => (string)(await DoneAsync("/api/consults", new JsonObject
    {
        ["service"] = DemoPeople.Service,
        ["urgency"] = "emergency",
        ["summary"] = "Chest pain.",
        ["patient"] = new JsonObject { ["ageYears"] = 61 },
    }))["id"]!;

    private async Task<JsonNode> DoneAsync(string path, JsonObject? body = null)
    {
        var (status, answer) = await Doctor.CommandAsync(path, body);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created, $"{path}: {(int)status} {answer}");
        return answer!;
    }
}
