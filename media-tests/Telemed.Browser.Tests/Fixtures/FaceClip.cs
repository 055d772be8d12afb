namespace Telemed.Browser.Tests.Fixtures;

/// <summary>A made clip: what a person's camera and microphone deliver.</summary>
internal sealed record FaceClip(string Name)
{
    /// <summary>Frames a second of every clip's picture.</summary>
    public const double FrameRate = 25;

    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    /// <summary>A blue room; each second a white flash and a 1 kHz beep that start together.</summary>
    public static FaceClip Clinic { get; } = new("clinic");

    /// <summary>An orange room, words in Chinese.</summary>
    public static FaceClip Specialist { get; } = new("specialist");

    /// <summary>A green room, words in English.</summary>
    public static FaceClip Nurse { get; } = new("nurse");

    public async Task<string> VideoAsync() => Path.Combine(await Made.Value, Name + ".y4m");

    public async Task<string> AudioAsync() => Path.Combine(await Made.Value, Name + ".wav");

    public async Task<string> WebmAsync() => Path.Combine(await Made.Value, Name + ".webm");

    private static async Task<string> MakeAsync()
    {
        var directory = Repository.Artifacts("clips");
        await Shell.RunAsync(Path.Combine(Repository.Root, "samples", "clips", "make"), directory);
        return directory;
    }
}
