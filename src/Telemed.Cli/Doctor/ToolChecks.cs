using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Telemed.Rtc.Dtls;

namespace Telemed.Cli.Doctor;

/// <summary>Whether the programs and libraries are there that a server calls.</summary>
internal static class ToolChecks
{
    private static readonly string[] Needed = ["libx264", "aac", "libopus", "libvpx"];

    /// <summary>ffmpeg, with the coders that a composed recording needs.</summary>
    public static async Task<Finding> FfmpegAsync(CancellationToken stop)
    {
        const string What = "ffmpeg";
        try
        {
            var version = (await RunAsync("ffmpeg", "-version", stop)).Split('\n')[0];
            var encoders = await RunAsync("ffmpeg", "-encoders", stop);
            var missing = Needed.Where(name => !encoders.Contains($" {name}", StringComparison.Ordinal)).ToList();
            return missing.Count == 0
                ? new Finding(true, What, string.Join(' ', version.Split(' ').Take(3)))
                : new Finding(false, What, $"lacks the encoders {string.Join(", ", missing)}: install Debian's ffmpeg");
        }
        catch (Win32Exception)
        {
            return new Finding(false, What, "is missing: install the Debian package ffmpeg");
        }
    }

    /// <summary>OpenSSL 3, by making a certificate and loading the library by the name that the media engines use.</summary>
    public static Task<Finding> OpenSslAsync(CancellationToken stop)
    {
        const string What = "OpenSSL";
        if (!NativeLibrary.TryLoad("libssl.so.3", out var library))
        {
            return Task.FromResult(new Finding(false, What, "libssl.so.3 is missing: install the Debian package libssl3"));
        }

        NativeLibrary.Free(library);
        using var certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
        var version = System.Security.Cryptography.SafeEvpPKeyHandle.OpenSslVersion;
        return Task.FromResult(new Finding(version >= 0x3000_0000L, What, $"{version >> 28}.{(version >> 20) & 0xFF}.{(version >> 4) & 0xFF}"));
    }

    private static async Task<string> RunAsync(string program, string argument, CancellationToken stop)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-hide_banner");
        start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new Win32Exception();
        var errors = process.StandardError.ReadToEndAsync(stop);
        var output = await process.StandardOutput.ReadToEndAsync(stop);
        await errors;
        await process.WaitForExitAsync(stop);
        return output;
    }
}
