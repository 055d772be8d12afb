using System.Diagnostics;
using System.Text;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>Runs a program to its end with an argument list.</summary>
internal static class Shell
{
    /// <summary>Runs it and returns what it wrote; a non-zero exit or one minute without an end fails the test.</summary>
    public static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var (exit, output, errors) = await TryRunAsync(program, arguments);
        Assert.True(exit == 0, $"{program} {string.Join(' ', arguments)} ended with {exit}:\n{errors}\n{output}");
        return output;
    }

    public static async Task<(int Exit, string Output, string Errors)> TryRunAsync(string program, params string[] arguments)
    {
        var (exit, output, errors) = await RunBytesAsync(program, arguments);
        return (exit, Encoding.UTF8.GetString(output), errors);
    }

    public static async Task<(int Exit, byte[] Output, string Errors)> RunBytesAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(1));
        try
        {
            using var output = new MemoryStream();
            var reading = process.StandardOutput.BaseStream.CopyToAsync(output, limit.Token);
            var errors = await process.StandardError.ReadToEndAsync(limit.Token);
            await reading;
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output.ToArray(), errors);
        }
        finally
        {
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
    }
}
