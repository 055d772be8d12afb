using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>
/// A consult as two people live it, each step by the page's handles: a doctor in a clinic asks, a specialist answers, both
/// join. Tests go as far as they need.
/// </summary>
internal sealed partial class Story : IAsyncDisposable
{
    private Story(ITelemed place, Person doctor, Person specialist)
    {
        Place = place;
        Doctor = doctor;
        Specialist = specialist;
    }

    public ITelemed Place { get; }

    /// <summary>The one process, where it is one.</summary>
    public ServerProcess Server => (ServerProcess)Place;

    public Person Doctor { get; }

    public Person Specialist { get; }

    /// <summary>The consult's id, once it was asked for.</summary>
    public string Consult { get; private set; } = "";

    /// <summary>Milliseconds from the click on submit to the ring on the specialist's page, once it rang.</summary>
    public double RingAfterMs { get; private set; }

    /// <summary>Starts a server and two browsers, and signs both people in.</summary>
    public static async Task<Story> BeginAsync(NetworkNamespace? network = null)
    {
        return await BeginAsync(await ServerProcess.StartAsync(network), network, network);
    }

    /// <summary>Starts two browsers, each in a network of its own, and signs both people in; the server is the story's then.</summary>
    public static async Task<Story> BeginAsync(ITelemed server, NetworkNamespace? doctors, NetworkNamespace? specialists, FaceClip? doctor = null)
    {
        try
        {
            var people = await Task.WhenAll(
                Person.StartAsync("doctor", server.Url, doctor ?? FaceClip.Clinic, doctors),
                Person.StartAsync("specialist", server.Url, FaceClip.Specialist, specialists));
            var story = new Story(server, people[0], people[1]);
            await Task.WhenAll(story.SignInAsync(story.Doctor, DemoPeople.Doctor), story.SignInAsync(story.Specialist, DemoPeople.Specialist));
            return story;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async Task SignInAsync(Person person, string user)
    {
        await person.Page.GotoAsync("/");
        await person.Handle("sign-in-user").FillAsync(user);
        await person.Handle("sign-in-password").FillAsync(DemoPeople.Password(Place));
        await person.ClickAsync("sign-in-submit");
        await person.Handle("sign-in-submit").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    /// <summary>The specialist becomes available, the doctor asks, the specialist's page rings.</summary>
    public async Task AskAsync()
    {
        await Specialist.SwitchOnAsync();
        await Doctor.ClickAsync("new-consult");
        await Doctor.Handle("consult-summary").FillAsync("61-year-old man, chest pain for two hours, ST elevation in V2 to V4.");
        await Doctor.Handle("consult-service").SelectOptionAsync(DemoPeople.Service);
        await Doctor.Handle("consult-urgency").SelectOptionAsync("emergency");
        await Doctor.ScreenshotAsync("02-new-consult");
        // Both pages' clocks are this machine's clock.
        await Specialist.Page.EvaluateAsync("""
            () => new MutationObserver((_, watcher) => {
              if (!document.querySelector('[data-testid=ring]')) return;
              window.__rangAt = Date.now();
              watcher.disconnect();
            }).observe(document, { childList: true, subtree: true })
            """);
        await Doctor.Page.EvaluateAsync("""
            () => document.addEventListener('click', event => {
              if (event.target.closest('[data-testid=consult-submit]')) window.__askedAt = Date.now();
            }, true)
            """);
        await Doctor.ClickAsync("consult-submit");
        await Specialist.Handle("ring").WaitForAsync();
        RingAfterMs = await Specialist.Page.EvaluateAsync<double>("() => window.__rangAt")
            - await Doctor.Page.EvaluateAsync<double>("() => window.__askedAt");
        await Specialist.ScreenshotAsync("03-ring");
        await Doctor.IsAtAConsultAsync();
        Consult = Uri.UnescapeDataString(ConsultAddress().Match(await Doctor.Page.EvaluateAsync<string>("() => location.href")).Groups["id"].Value);
    }

    /// <summary>The patient consents, the specialist accepts.</summary>
    public async Task AcceptAsync()
    {
        await Doctor.ClickAsync("consent-consult-agree");
        await Specialist.ClickAsync("ring-accept");
        await Specialist.IsAtAConsultAsync();
        await Assertions.Expect(Doctor.Handle("join-room")).ToBeEnabledAsync();
        await Assertions.Expect(Specialist.Handle("join-room")).ToBeEnabledAsync();
        await Doctor.ScreenshotAsync("04-before-the-room");
    }

    /// <summary>Both join, the doctor first, and each sees the other.</summary>
    public async Task JoinAsync()
    {
        await Doctor.ClickAsync("join-room");
        await Doctor.Handle("leave-room").WaitForAsync();
        await Specialist.ClickAsync("join-room");
        await Task.WhenAll(SeesSomebodyAsync(Doctor), SeesSomebodyAsync(Specialist));
    }

    /// <summary>All up to both being in the room and seeing each other.</summary>
    public async Task MeetAsync()
    {
        await AskAsync();
        await AcceptAsync();
        await JoinAsync();
    }

    public static Task AgreeToRecordingAsync(Person person) => person.ClickAsync("consent-recording-agree");

    public static async Task RecordingIsAsync(Person person, string state, float withinMs = 20_000) =>
        await Assertions.Expect(person.Handle("recording-state")).ToHaveAttributeAsync(
            "data-state", state, new LocatorAssertionsToHaveAttributeOptions { Timeout = withinMs });

    /// <summary>The consult is ended by the doctor, and both come out of the room.</summary>
    public async Task EndAsync()
    {
        await Doctor.ClickAsync("end-consult");
        await Task.WhenAll(Doctor.IsAtAConsultAsync(), Specialist.IsAtAConsultAsync());
    }

    /// <summary>Waits until a page's video shows moving pictures of somebody else.</summary>
    public async Task SeesSomebodyAsync(Person person)
    {
        try
        {
            await person.Page.WaitForFunctionAsync(
                "() => Object.values(__probe.watched).some(entry => entry.frames > 5)", null, new PageWaitForFunctionOptions { Timeout = 20_000 });
        }
        catch (TimeoutException late)
        {
            throw new TimeoutException(
                $"{person.Name} sees nobody. Doctor: {await Doctor.TransportAsync()} Specialist: {await Specialist.TransportAsync()}", late);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(Doctor.DisposeAsync().AsTask(), Specialist.DisposeAsync().AsTask());
        await Place.DisposeAsync();
    }

    [GeneratedRegex("#/consult/(?<id>[^/]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ConsultAddress();
}
