using Telemed.Media.Recording.SecondPlace;
using Telemed.Recording.Crypto;
using Telemed.Recording.Sealing;

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
        SecondPlaceOf(faults, options.S3);
        MasterKeys(faults, options);
        Signing(faults, options);
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

    private static void SecondPlaceOf(List<string> faults, S3Options s3)
    {
        if (s3.Url is null)
        {
            return;
        }

        if (!Uri.TryCreate(s3.Url, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            faults.Add($"Telemed:Recording:S3:Url must be an http or https address; it is '{s3.Url}'.");
        }

        foreach (var (name, value) in new[] { ("Bucket", s3.Bucket), ("AccessKey", s3.AccessKey), ("SecretKey", s3.SecretKey) })
        {
            Text(faults, "S3:" + name, value);
        }

        Range(faults, "S3:KeepLocalDays", s3.KeepLocalDays ?? 0, 0, 36_525);
    }

    private static void MasterKeys(List<string> faults, RecordingOptions options)
    {
        var given = new[]
        {
            (Name: nameof(options.MasterKeyFile), Value: options.MasterKeyFile),
            (Name: nameof(options.MasterKeyVariable), Value: options.MasterKeyVariable),
            (Name: nameof(options.MasterKeyCommand), Value: options.MasterKeyCommand),
        }.Where(one => one.Value is not null).Select(one => one.Name).ToArray();
        if (given.Length > 1)
        {
            faults.Add($"Telemed:Recording:{string.Join(" and ", given)} must not be set together; keep one of them.");
        }
        else if (options.MasterKeySource() is { } source)
        {
            var name = "Telemed:Recording:" + given[0];
            try
            {
                if (!MasterKeyRing.TryParse(source.ReadLines(), out _, out var fault))
                {
                    faults.Add($"{name} must name master keys; {fault}.");
                }
            }
            catch (MasterKeyCommandException refused)
            {
                faults.Add($"{name} {refused.Message}.");
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
            {
                faults.Add($"{name} must name what can be read; it is {source.Description}.");
            }
        }
    }

    private static void Signing(List<string> faults, RecordingOptions options)
    {
        if (options.SigningKeyFile is null && options.SigningCertificateFile is null)
        {
            return;
        }

        if (options.SigningKeyFile is null || options.SigningCertificateFile is null)
        {
            faults.Add("Telemed:Recording:SigningKeyFile and SigningCertificateFile must be set together.");
            return;
        }

        try
        {
            if (NodeSigner.TryRead(
                File.ReadAllText(options.SigningKeyFile),
                File.ReadAllText(options.SigningCertificateFile),
                out var signer,
                out var fault))
            {
                signer!.Dispose();
            }
            else
            {
                faults.Add($"Telemed:Recording:SigningKeyFile must hold a signing key; {fault}.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Add("Telemed:Recording:SigningKeyFile and SigningCertificateFile must be readable files; they are "
                + $"'{options.SigningKeyFile}' and '{options.SigningCertificateFile}'.");
        }
    }
}
