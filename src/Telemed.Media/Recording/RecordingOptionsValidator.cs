using Telemed.Recording.Crypto;

namespace Telemed.Media.Recording;

/// <summary>Finds every fault of <see cref="RecordingOptions"/>.</summary>
internal static class RecordingOptionsValidator
{
    /// <summary>Refuses faulty options.</summary>
    /// <exception cref="ArgumentException">The message lists every fault.</exception>
    public static void ThrowIfFaulty(RecordingOptions options)
    {
        var faults = Faults(options);
        if (faults.Count > 0)
        {
            throw new ArgumentException(string.Join(Environment.NewLine, faults), nameof(options));
        }
    }

    public static List<string> Faults(RecordingOptions options)
    {
        var faults = new List<string>();
        Text(faults, nameof(options.Directory), options.Directory);
        Text(faults, nameof(options.Ffmpeg), options.Ffmpeg);
        Text(faults, nameof(options.Ffprobe), options.Ffprobe);
        Range(faults, nameof(options.QueueKilobytes), options.QueueKilobytes, 256, 65_536);
        Range(faults, nameof(options.CommitMilliseconds), options.CommitMilliseconds, 50, 1000);
        Range(faults, nameof(options.RefuseAtPercentFull), options.RefuseAtPercentFull, 50, 100);
        Range(faults, nameof(options.ComposeThreads), options.ComposeThreads, 1, 64);
        Range(faults, nameof(options.ComposeMegabytes), options.ComposeMegabytes, 512, 65_536);
        Range(faults, nameof(options.ComposeTimeFactor), options.ComposeTimeFactor, 1, 100);
        KeyFile(faults, options.MasterKeyFile);
        return faults;
    }

    private static void Text(List<string> faults, string name, string value)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            faults.Add($"Telemed:Recording:{name} must not be empty.");
        }
    }

    private static void Range(List<string> faults, string name, int value, int low, int high)
    {
        if (value < low || value > high)
        {
            faults.Add($"Telemed:Recording:{name} must be {low} to {high}; it is {value}.");
        }
    }

    private static void KeyFile(List<string> faults, string? path)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            if (!MasterKeyRing.TryParse(File.ReadAllText(path), out _, out var fault))
            {
                faults.Add($"Telemed:Recording:MasterKeyFile must hold master keys; {fault}.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add($"Telemed:Recording:MasterKeyFile must be a readable file; it is '{path}'.");
        }
    }
}
