using System.Text.Json.Nodes;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Links;

/// <summary>Three more people in a scenario's room, at the server's site: `telemed call` each, which costs little of the machine.</summary>
internal sealed class Others : IAsyncDisposable
{
    private static readonly (string User, string Id)[] Experts = [("chen.jing", "p-chen-jing"), ("wang.qiang", "p-wang-qiang")];

    private readonly List<CallProcess> _calls = [];

    /// <summary>Lets the specialist invite two experts; they and the nurse come in.</summary>
    public static async Task<Others> JoinAsync(Scenario scenario, int seconds)
    {
        foreach (var (user, id) in Experts)
        {
            await CommandAsync(scenario, DemoPeople.Specialist, "invite", new() { ["specialist"] = id });
            await CommandAsync(scenario, user, "answer-invitation", new() { ["accepted"] = true });
        }

        var others = new Others();
        foreach (var user in (IEnumerable<string>)[DemoPeople.Nurse, .. Experts.Select(one => one.User)])
        {
            others._calls.Add(await TelemedTool.CallAsync(
                scenario.Process, scenario.Server.Namespace, user, FaceClip.Nurse, "--consult", scenario.Story.Consult, "--seconds", $"{seconds}"));
        }

        return others;
    }

    /// <summary>What each has sent and received when its time is up.</summary>
    public Task<JsonObject[]> FinishAsync() => Task.WhenAll(_calls.Select(call => call.FinishAsync()));

    public async ValueTask DisposeAsync()
    {
        foreach (var call in _calls)
        {
            await call.DisposeAsync();
        }
    }

    // The test itself is outside of the namespaces.
    private static async Task CommandAsync(Scenario scenario, string user, string command, JsonObject body)
    {
        var cookies = Path.Combine(scenario.Process.DataDirectory, $"{user}.cookies");
        body["commandId"] = Guid.NewGuid().ToString();
        await PostAsync(scenario, cookies, "/api/session", new() { ["user"] = user, ["password"] = DemoPeople.Password(scenario.Process) });
        await PostAsync(scenario, cookies, $"/api/consults/{scenario.Story.Consult}/{command}", body);
    }

    private static Task<string> PostAsync(Scenario scenario, string cookies, string path, JsonObject body) => scenario.Server.Namespace.RunAsync(
        "curl", "--silent", "--show-error", "--fail-with-body", "--cacert", scenario.Process.CertificateFile, "--cookie", cookies, "--cookie-jar", cookies,
        "--header", "X-Telemed: 1", "--json", body.ToJsonString(), new Uri(scenario.Process.Url, path).ToString());
}
