using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Peers.Browser;

/// <summary>A Firefox of its own with one page, its camera and microphone being Firefox's made-up ones.</summary>
internal sealed partial class FirefoxPage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private const string Preferences = """
        user_pref("media.navigator.permission.disabled", true);
        user_pref("media.navigator.streams.fake", true);
        user_pref("media.autoplay.default", 0);
        user_pref("intl.accept_languages", "en-GB");
        user_pref("browser.shell.checkDefaultBrowser", false);
        user_pref("datareporting.policy.dataSubmissionEnabled", false);
        user_pref("app.update.enabled", false);
        user_pref("network.captive-portal-service.enabled", false);
        user_pref("network.connectivity-service.enabled", false);
        """;

    private readonly Process _process;
    private readonly string _profile;
    private readonly BidiConnection _bidi;
    private readonly string _context;

    private FirefoxPage(Process process, string profile, BidiConnection bidi, string context)
    {
        _process = process;
        _profile = profile;
        _bidi = bidi;
        _context = context;
    }

    /// <summary>Starts a browser; a script runs in its page before the page's own.</summary>
    public static async Task<FirefoxPage> StartAsync(string preload)
    {
        var profile = Directory.CreateTempSubdirectory("telemed-firefox-").FullName;
        await File.WriteAllTextAsync(Path.Combine(profile, "user.js"), Preferences, TestContext.Current.CancellationToken);
        var process = Launch(profile);
        try
        {
            var bidi = await BidiConnection.OpenAsync(await AddressAsync(process));
            await bidi.CallAsync("script.addPreloadScript", new JsonObject { ["functionDeclaration"] = $"() => {{ {preload} }}" });
            var tree = await bidi.CallAsync("browsingContext.getTree", []);
            var context = (string)tree["contexts"]![0]!["context"]!;
            await bidi.CallAsync("browsingContext.setViewport", new JsonObject
            {
                ["context"] = context,
                ["viewport"] = new JsonObject { ["width"] = 1366, ["height"] = 768 },
            });
            return new(process, profile, bidi, context);
        }
        catch
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>Goes to an address and waits until it is loaded.</summary>
    public Task GoToAsync(Uri address) => _bidi.CallAsync("browsingContext.navigate", new JsonObject
    {
        ["context"] = _context,
        ["url"] = address.ToString(),
        ["wait"] = "complete",
    });

    /// <summary>The value of an expression, or of what it promises.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        var reply = await _bidi.CallAsync("script.evaluate", new JsonObject
        {
            ["expression"] = $"Promise.resolve({expression}).then(value => JSON.stringify(value ?? null))",
            ["target"] = new JsonObject { ["context"] = _context },
            ["awaitPromise"] = true,
            ["userActivation"] = true,
        });
        Assert.True((string?)reply["type"] == "success", $"{expression}: {reply["exceptionDetails"]?["text"]}");
        return JsonSerializer.Deserialize<T>((string)reply["result"]!["value"]!, Json)!;
    }

    /// <summary>Waits until an expression, or what it promises, is true.</summary>
    public async Task UntilAsync(string expression)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        while (!await EvaluateAsync<bool>($"(async () => Boolean(await ({expression})))()"))
        {
            if (limit.IsCancellationRequested)
            {
                var text = await EvaluateAsync<string>("document.body.innerText");
                Assert.Fail($"Never came true in Firefox: {expression}\nThe page says: {text}");
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Clicks what has that handle, once it can be clicked.</summary>
    public async Task ClickAsync(string testId)
    {
        await UntilAsync($"{Handle(testId)} && !{Handle(testId)}.disabled");
        await EvaluateAsync<bool>($"({Handle(testId)}.click(), true)");
    }

    /// <summary>Writes into a field as a person's typing would.</summary>
    public async Task FillAsync(string testId, string text)
    {
        await UntilAsync($"{Handle(testId)}");
        await EvaluateAsync<bool>(
            $"((field, text) => {{ field.focus(); field.value = text; field.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); return true; }})"
            + $"({Handle(testId)}, {JsonSerializer.Serialize(text)})");
    }

    /// <summary>An expression for the element of a handle.</summary>
    public static string Handle(string testId) => $"document.querySelector('[data-testid={testId}]')";

    /// <summary>Leaves a picture of the page for people to look at.</summary>
    public async Task ScreenshotAsync(string name)
    {
        var reply = await _bidi.CallAsync("browsingContext.captureScreenshot", new JsonObject { ["context"] = _context });
        await File.WriteAllBytesAsync(
            Path.Combine(Repository.Artifacts("screens"), $"{name}.png"), Convert.FromBase64String((string)reply["data"]!));
    }

    public async ValueTask DisposeAsync()
    {
        await _bidi.DisposeAsync();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_profile, recursive: true);
    }

    private static Process Launch(string profile)
    {
        var start = new ProcessStartInfo("/usr/bin/firefox-esr") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var word in (string[])["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", "0", "about:blank"])
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("Firefox did not start");
    }

    // It says on its error output where it listens; the rest of that output is read so that it can go on writing.
    private static async Task<Uri> AddressAsync(Process process)
    {
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is null) address.TrySetException(new InvalidOperationException("Firefox ended at its start."));
            else if (Listening().Match(line.Data) is { Success: true } found) address.TrySetResult(new Uri(found.Groups["url"].Value + "/session"));
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await address.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [GeneratedRegex(@"WebDriver BiDi listening on (?<url>ws://\S+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listening();
}
