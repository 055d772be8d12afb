using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;

namespace Telemed.Media.Tests.Clients;

/// <summary>A media node on loopback with a directory of its own, and what it told.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("telemed-media-").FullName;
    private readonly List<MediaEvent> _events = [];
    private readonly Task _reader;

    public TestNode(
        int shards = 1, Action<MediaOptions>? change = null, ILoggerFactory? logs = null, TimeProvider? time = null)
    {
        var options = new MediaOptions { Address = "127.0.0.1", Port = 0, Shards = shards };
        change?.Invoke(options);
        Node = MediaNode.Start(
            options,
            new RecordingOptions { Directory = _directory },
            time ?? TimeProvider.System,
            logs ?? NullLoggerFactory.Instance);
        _reader = ReadAsync();
    }

    public MediaNode Node { get; }

    public string RecordingDirectory => _directory;

    public List<MediaEvent> Events
    {
        get
        {
            lock (_events)
            {
                return [.. _events];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Node.DisposeAsync();
        await _reader;
        Directory.Delete(_directory, recursive: true);
    }

    private async Task ReadAsync()
    {
        await foreach (var happened in Node.Events.ReadAllAsync())
        {
            lock (_events)
            {
                _events.Add(happened);
            }
        }
    }
}
