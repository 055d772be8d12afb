using System.ComponentModel;
using System.Diagnostics;

namespace Telemed.Server.Files;

/// <summary>
/// A scanner that is a program, such as <c>clamdscan --no-summary -</c>: it reads the file on its standard input, so that
/// no unsealed byte touches the disk, and answers by its exit status as scanners do: 0 clean, 1 found, else failed.
/// </summary>
/// <param name="program">The program; never a shell.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="limit">How long it may take.</param>
internal sealed class CommandScanner(string program, IReadOnlyList<string> arguments, TimeSpan limit) : IFileScanner
{
    /// <inheritdoc/>
    public async Task<ScanVerdict> ScanAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(limit);
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            return await AskAsync(process, content, late.Token);
        }
        catch (Exception fault) when (fault is Win32Exception or IOException)
        {
            return ScanVerdict.Failed;
        }
    }

    private static async Task<ScanVerdict> AskAsync(Process process, ReadOnlyMemory<byte> content, CancellationToken late)
    {
        try
        {
            var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(late), process.StandardError.ReadToEndAsync(late));
            try
            {
                await process.StandardInput.BaseStream.WriteAsync(content, late);
                process.StandardInput.Close();
            }
            catch (IOException)
            {
                // A scanner that has seen enough reads no further; its exit status counts.
            }

            await process.WaitForExitAsync(late);
            await said;
            return process.ExitCode switch { 0 => ScanVerdict.Clean, 1 => ScanVerdict.Infected, _ => ScanVerdict.Failed };
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return ScanVerdict.Failed;
        }
    }
}
