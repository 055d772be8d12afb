using System.Diagnostics;
using System.Globalization;

namespace Telemed.RecorderRig.Crash;

/// <summary>A <see cref="RecordChild"/> as its parent sees it.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _handed;

    /// <summary>Starts it.</summary>
    public ChildProcess(string folder, string clip, double speed, bool isPaced)
    {
        string[] arguments =
        [
            typeof(ChildProcess).Assembly.Location, "record", folder, speed.ToString(CultureInfo.InvariantCulture),
            .. isPaced ? [MediaClock.Paced] : Array.Empty<string>(),
        ];
        _process = Process.Start(new ProcessStartInfo("dotnet", arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _process.StandardInput.WriteLine(clip);
        _ = ReadAsync();
    }

    /// <summary>Sound packets that it had handed over when it last said so.</summary>
    public int Handed => Volatile.Read(ref _handed);

    /// <summary>Completes when it has begun to record.</summary>
    public Task Begun => _begun.Task;

    /// <summary>Its last word, once it is gone with all its files: <c>closed</c>, a fault, or <c>gone</c> when it was killed.</summary>
    public Task<string> Ended => _ended.Task;

    /// <summary>SIGKILL.</summary>
    public void Kill() => _process.Kill();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        var word = "gone";
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var handed))
            {
                Volatile.Write(ref _handed, handed);
            }
            else if (line == RecordChild.Begun)
            {
                _begun.TrySetResult();
            }
            else
            {
                word = line;
            }
        }

        // A process that dies closes its output before the files of its recording: only then is its disk free.
        await _process.WaitForExitAsync();
        _begun.TrySetResult();
        _ended.TrySetResult(word);
    }
}
