using Telemed.Media.Recording;

namespace Telemed.Cli.Doctor;

/// <summary>Whether the master keys are to be had from where the server is to take them.</summary>
internal static class MasterKeyCheck
{
    /// <summary>Asks for them once; tells how many there are and repeats nothing of them.</summary>
    public static Finding Run(RecordingOptions options)
    {
        var fault = options.Validate().FirstOrDefault(one => one.Contains("MasterKey", StringComparison.Ordinal));
        return new(fault is null, "master keys", fault ?? $"to be had from {options.MasterKeySource()!.Description}");
    }
}
