using Telemed.Browser.Tests.Fixtures;
using Telemed.Links.Box;
using Telemed.Links.Measuring;
using Telemed.TestKit.Network;

namespace Telemed.Links;

/// <summary>
/// A doctor and a specialist who meet in real browsers, each at a site of their own, and the server at a third; between
/// them the impairment box. The doctor's link is the bad one.
/// </summary>
internal sealed class Scenario : IAsyncDisposable
{
    private static readonly LinkConditions Lan = new() { Delay = TimeSpan.FromMilliseconds(5) };

    private Scenario(Site server, Site clinic, Site hospital, ImpairmentBox box, ServerProcess process, Story story)
    {
        Server = server;
        Clinic = clinic;
        Hospital = hospital;
        Box = box;
        Process = process;
        Story = story;
    }

    public Site Server { get; }

    /// <summary>Where the doctor is.</summary>
    public Site Clinic { get; }

    /// <summary>Where the specialist is.</summary>
    public Site Hospital { get; }

    public ImpairmentBox Box { get; }

    public ServerProcess Process { get; }

    public Story Story { get; }

    public Person Doctor => Story.Doctor;

    public Person Specialist => Story.Specialist;

    /// <summary>Lets both meet on a good link; the doctor as a clip with a beep a second, or another.</summary>
    public static async Task<Scenario> MeetAsync(FaceClip? doctor = null)
    {
        var scenario = await BeginAsync(doctor);
        try
        {
            await scenario.Story.MeetAsync();
            var meter = await File.ReadAllTextAsync(
                Path.Combine(AppContext.BaseDirectory, "Measuring", "meter.js"), TestContext.Current.CancellationToken);
            await Task.WhenAll(scenario.Doctor.Page.EvaluateAsync(meter), scenario.Specialist.Page.EvaluateAsync(meter));
            return scenario;
        }
        catch
        {
            await scenario.DisposeAsync();
            throw;
        }
    }

    /// <summary>Signs both in on a good link.</summary>
    public static async Task<Scenario> BeginAsync(FaceClip? doctor = null)
    {
        var server = await Site.CreateAsync(1);
        var clinic = await Site.CreateAsync(2);
        var hospital = await Site.CreateAsync(3);
        var box = new ImpairmentBox(server, clinic, hospital);
        box.Set(clinic, Lan, Lan);
        box.Set(hospital, Lan, Lan);
        var process = await ServerProcess.StartAtAsync(server.AddressText, server.Namespace);
        var story = await Story.BeginAsync(process, clinic.Namespace, hospital.Namespace, doctor);
        return new(server, clinic, hospital, box, process, story);
    }

    /// <summary>The same in both directions of the doctor's link.</summary>
    public void Impair(LinkConditions conditions) => Box.Set(Clinic, conditions, conditions);

    public void Repair() => Impair(Lan);

    public static Task WaitAsync(double seconds) =>
        Task.Delay(TimeSpan.FromSeconds(seconds), TestContext.Current.CancellationToken);

    /// <summary>What both pages saw in the next seconds: the doctor's first.</summary>
    public async Task<(Watch Doctor, Watch Specialist)> WatchAsync(double seconds)
    {
        var from = DateTimeOffset.UtcNow;
        await WaitAsync(seconds);
        return await SinceAsync(from);
    }

    /// <summary>What both pages have seen since a moment.</summary>
    public async Task<(Watch Doctor, Watch Specialist)> SinceAsync(DateTimeOffset from)
    {
        var to = DateTimeOffset.UtcNow;
        return (await Watch.ReadAsync(Doctor, from, to), await Watch.ReadAsync(Specialist, from, to));
    }

    /// <summary>Waits until the doctor's media goes by a protocol; seconds it took, or null when it did not in time.</summary>
    public async Task<double?> UntilProtocolAsync(string protocol, double limitSeconds)
    {
        var from = DateTimeOffset.UtcNow;
        while ((DateTimeOffset.UtcNow - from).TotalSeconds < limitSeconds)
        {
            var now = await Doctor.Page.EvaluateAsync<string?>("() => __meter.samples.at(-1)?.protocol ?? null");
            if (now == protocol)
            {
                return (DateTimeOffset.UtcNow - from).TotalSeconds;
            }

            await WaitAsync(0.1);
        }

        return null;
    }

    /// <summary>Lets both pages keep what they hear from now on.</summary>
    public Task RecordAsync() =>
        Task.WhenAll(Doctor.Page.EvaluateAsync("() => __meter.record()"), Specialist.Page.EvaluateAsync("() => __meter.record()"));

    /// <summary>How much of a clip can be understood in what a page has kept.</summary>
    public static async Task<double> UnderstoodAsync(Person listener, FaceClip spoken)
    {
        var heard = Convert.FromBase64String(await listener.EvaluateAsync<string>("() => __meter.recorded()"));
        var clip = await File.ReadAllBytesAsync(await spoken.AudioAsync(), TestContext.Current.CancellationToken);
        return Intelligibility.Of(Intelligibility.ReadClip(clip), Intelligibility.Samples(heard));
    }

    public async ValueTask DisposeAsync()
    {
        await Story.DisposeAsync();
        Box.Dispose();
        await Clinic.DisposeAsync();
        await Hospital.DisposeAsync();
        await Server.DisposeAsync();
    }
}
