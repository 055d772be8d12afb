using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Telemed.Recording.Crypto;

namespace Telemed.Media.Recording;

/// <summary>
/// Master keys that a program prints: the client of a key management service or of a vault, as a site has it. The program
/// is started once, without a shell, and what it says stands in no log and in no fault. Any thread.
/// </summary>
internal sealed class CommandMasterKeys(string command, TimeSpan limit) : IMasterKeySource
{
    /// <summary>How much a program may print: the keys of a thousand rotations.</summary>
    internal const int MostBytes = 64 * 1024;

    /// <summary>How long a program may take.</summary>
    internal static readonly TimeSpan UsualLimit = TimeSpan.FromSeconds(10);

    // Asked for at several places of a start; the answer is kept, a refusal too, so that the program runs once.
    private readonly Lazy<string> _lines = new(() => Run(command, limit));

    /// <summary>The command that was given.</summary>
    public string Command => command;

    /// <inheritdoc/>
    public string Description => $"the program '{Parts(command).FirstOrDefault()}'";

    /// <inheritdoc/>
    /// <exception cref="MasterKeyCommandException">The program gave no text.</exception>
    public string ReadLines() => _lines.Value;

    private static string[] Parts(string command) => command.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string Run(string command, TimeSpan limit)
    {
        var parts = Parts(command);
        if (parts.Length == 0 || !Path.IsPathFullyQualified(parts[0]))
        {
            throw new MasterKeyCommandException("must begin with the absolute path of a program; it is started without a shell and without PATH");
        }

        if (command.AsSpan().IndexOfAny('"', '\'') >= 0)
        {
            throw new MasterKeyCommandException("must have no quotes, as no shell reads them; put what needs them into a script and name that");
        }

        if (!File.Exists(parts[0]))
        {
            throw new MasterKeyCommandException($"names a program that is not there: '{parts[0]}'");
        }

        using var process = Start(parts);
        using var ended = new CancellationTokenSource(limit);
        var output = new byte[MostBytes + 1];
        try
        {
            // Waited for by the clock and not by the pipe, which may not hear that the time is over.
            return ReadAsync(process, output, ended.Token).WaitAsync(ended.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            throw new MasterKeyCommandException(
                $"took longer than {limit.TotalSeconds:0.#} s and was ended; it must print the keys and exit without asking anybody");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }

            CryptographicOperations.ZeroMemory(output);
        }
    }

    private static Process Start(string[] parts)
    {
        try
        {
            var process = Process.Start(new ProcessStartInfo(parts[0], parts[1..])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception)
        {
            throw new MasterKeyCommandException($"names what cannot be started: '{parts[0]}'; it must be an executable file that the server may run");
        }
    }

    private static async Task<string> ReadAsync(Process process, byte[] output, CancellationToken ended)
    {
        // What it says on the side may hold a secret as well; it is taken, so that the program does not wait, and dropped.
        var aside = process.StandardError.BaseStream.CopyToAsync(Stream.Null, ended);
        var length = await process.StandardOutput.BaseStream.ReadAtLeastAsync(
            output, output.Length, throwOnEndOfStream: false, ended).ConfigureAwait(false);
        if (length > MostBytes)
        {
            throw new MasterKeyCommandException($"printed more than {MostBytes / 1024} KiB; it must print the keys alone, one a line");
        }

        await aside.ConfigureAwait(false);
        await process.WaitForExitAsync(ended).ConfigureAwait(false);
        return process.ExitCode == 0
            ? Encoding.UTF8.GetString(output, 0, length)
            : throw new MasterKeyCommandException(
                $"ended with exit code {process.ExitCode}; run it by hand as the server's user to see what it says");
    }
}
