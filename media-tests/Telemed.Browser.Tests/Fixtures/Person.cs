using System.Text.Json;
using Microsoft.Playwright;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>A person at a browser whose camera and microphone are a clip: a Chromium process of their own, or a profile in another's.</summary>
internal sealed class Person : IAsyncDisposable
{
    private const float PatienceMs = 20_000;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly IPlaywright? _playwright;
    private readonly IBrowser _browser;
    private readonly string? _wrapper;
    private readonly List<string> _console;

    /// <param name="playwright">What drives the browser, where it is this person's own.</param>
    private Person(string name, IPlaywright? playwright, IBrowser browser, IPage page, string? wrapper, List<string> console)
    {
        Name = name;
        _playwright = playwright;
        _browser = browser;
        Page = page;
        _wrapper = wrapper;
        _console = console;
    }

    public string Name { get; }

    public IPage Page { get; }

    /// <summary>Errors that the page's console or an uncaught exception showed.</summary>
    public IReadOnlyList<string> PageErrors
    {
        get
        {
            lock (_console) return [.. _console];
        }
    }

    public static async Task<Person> StartAsync(string name, Uri server, FaceClip clip, NetworkNamespace? network = null)
    {
        var wrapper = network is null ? null : await WrapperAsync(network);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = wrapper ?? "/usr/bin/chromium",
            Headless = true,
            Args =
            [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
                $"--use-file-for-fake-video-capture={await clip.VideoAsync()}",
                $"--use-file-for-fake-audio-capture={await clip.AudioAsync()}",
                "--autoplay-policy=no-user-gesture-required", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--no-first-run", "--allow-loopback-in-peer-connection",
            ],
        });
        var (page, console) = await OpenAsync(browser, OptionsFor(server, "en-GB", 1366, 768));
        return new Person(name, playwright, browser, page, wrapper, console);
    }

    /// <summary>Another person at the same computer, in a profile of their own; on a page as large as a phone's where that is said.</summary>
    public async Task<Person> BesideAsync(string name, Uri server, string locale, bool phone = false)
    {
        var options = phone ? OptionsFor(server, locale, 390, 844) : OptionsFor(server, locale, 1366, 768);
        options.HasTouch = phone;
        var (page, console) = await OpenAsync(_browser, options);
        return new Person(name, playwright: null, _browser, page, wrapper: null, console);
    }

    /// <summary>The element with that handle; a test acts and looks only through these.</summary>
    public ILocator Handle(string testId) => Page.GetByTestId(testId);

    public Task ClickAsync(string testId) => Handle(testId).ClickAsync();

    /// <summary>Is rung from now on, by the switch unless the rota says so already.</summary>
    public async Task SwitchOnAsync()
    {
        var flip = Handle("availability-toggle");
        await Assertions.Expect(flip).ToBeEnabledAsync(); // By then it shows what holds.
        if (await flip.GetAttributeAsync("aria-checked") != "true")
        {
            await flip.ClickAsync();
        }

        await Assertions.Expect(flip).ToHaveAttributeAsync("aria-checked", "true");
    }

    public Task<RtcStats> StatsAsync() => EvaluateAsync<RtcStats>("() => __probe.stats()");

    /// <summary>Waits until the page shows a consult's case. The page itself is asked: a change of the fragment alone may pass
    /// between a look at the address and the wait for its next change.</summary>
    public async Task IsAtAConsultAsync()
    {
        try
        {
            await Page.WaitForFunctionAsync("() => /#\\/consult\\/[^/]+$/.test(location.href)");
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException($"{Name} stayed on {Page.Url}, where it says: {await Page.InnerTextAsync("body")}", late);
        }
    }

    /// <summary>What each connection of the page sent and received, for a person to read when a test has failed.</summary>
    public Task<string> TransportAsync() => Page.EvaluateAsync<string>("() => __probe.transport()");

    public Task<int> NegotiationsAsync() => Page.EvaluateAsync<int>("() => __probe.negotiations");

    public Task StartWatchingAsync() => Page.EvaluateAsync("() => __probe.startWatching()");

    public Task<Smoothness[]> SmoothnessAsync() => EvaluateAsync<Smoothness[]>("() => __probe.gaps()");

    /// <summary>Milliseconds from the click on join to the first frame shown of somebody else, both by the page's clock.</summary>
    public async Task<double> FirstFrameAfterJoinMsAsync()
    {
        await Page.WaitForFunctionAsync("() => __probe.firstFrameAt !== null && __probe.joinClickedAt !== null");
        return await Page.EvaluateAsync<double>("() => __probe.firstFrameAt - __probe.joinClickedAt");
    }

    /// <summary>Leaves a picture of the page for people to look at.</summary>
    public Task ScreenshotAsync(string name) => Page.ScreenshotAsync(new PageScreenshotOptions
    {
        Path = Path.Combine(Repository.Artifacts("screens"), $"{name}.png"),
    });

    /// <summary>Takes a picture for the documents, where <c>TELEMED_SHOTS</c> names a directory for them.</summary>
    public async Task ShowAsync(string name)
    {
        if (Environment.GetEnvironmentVariable("TELEMED_SHOTS") is { Length: > 0 } directory)
        {
            await Page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(directory, $"{name}.png") });
        }
    }

    public async Task<T> EvaluateAsync<T>(string script, object? argument = null)
    {
        var result = await Page.EvaluateAsync<JsonElement>(script, argument);
        return result.Deserialize<T>(Json) ?? throw new InvalidOperationException("The page answered null.");
    }

    public async ValueTask DisposeAsync()
    {
        if (TestContext.Current.TestState?.Result is not TestResult.Passed) await TryScreenshotAsync();
        await Page.Context.CloseAsync();
        if (_playwright is not null)
        {
            await _browser.CloseAsync();
            _playwright.Dispose();
        }

        if (_wrapper is not null) File.Delete(_wrapper);
    }

    // How the page stood in the end is the first thing one wants to see of a failed test.
    private async Task TryScreenshotAsync()
    {
        try
        {
            await ScreenshotAsync($"last-{Name}");
        }
        catch (PlaywrightException)
        {
            // The browser is gone already.
        }
    }

    private static BrowserNewContextOptions OptionsFor(Uri server, string locale, int width, int height) => new()
    {
        BaseURL = server.ToString(),
        IgnoreHTTPSErrors = true,
        Locale = locale,
        ViewportSize = new ViewportSize { Width = width, Height = height },
        Permissions = ["camera", "microphone"],
    };

    private static async Task<(IPage Page, List<string> Console)> OpenAsync(IBrowser browser, BrowserNewContextOptions options)
    {
        var context = await browser.NewContextAsync(options);
        await context.AddInitScriptAsync(scriptPath: Path.Combine(AppContext.BaseDirectory, "Fixtures", "probe.js"));
        context.SetDefaultTimeout(PatienceMs);
        Assertions.SetDefaultExpectTimeout(PatienceMs);
        var page = await context.NewPageAsync();
        var console = new List<string>();
        page.PageError += (_, error) => Note(console, error);
        page.Console += (_, message) =>
        {
            // A refusal's status is no error of the page: the first question, who is signed in, is refused by design.
            if (message.Type == "error" && !message.Text.StartsWith("Failed to load resource", StringComparison.Ordinal))
            {
                Note(console, message.Text);
            }
        };
        return (page, console);
    }

    private static void Note(List<string> console, string text)
    {
        lock (console) console.Add(text);
    }

    // The driver talks to the browser over a pipe, so the browser may live in a network of its own.
    private static async Task<string> WrapperAsync(NetworkNamespace network)
    {
        var path = Path.Combine(Path.GetTempPath(), $"telemed-chromium-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(path, $"#!/bin/sh\nexec {string.Join(' ', network.Prefix)} /usr/bin/chromium \"$@\"\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
