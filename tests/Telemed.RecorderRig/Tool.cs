using System.Diagnostics;

namespace Telemed.RecorderRig;

/// <summary>Runs a program to its end.</summary>
internal static class Tool
{
    /// <summary>Its standard output; its error output follows when <paramref name="errors"/> is set.</summary>
    /// <exception cref="InvalidOperationException">It ended with an error.</exception>
    public static string Run(bool errors, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var said = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? errors ? output + said.Result : output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {said.Result}");
    }
}
