using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Telemed.Server.Tests;

/// <summary>Keeps every log line, with its exception if it has one.</summary>
internal sealed class LogCapture : ILoggerProvider
{
    private readonly ConcurrentQueue<LogLine> _lines = new();

    public IReadOnlyCollection<LogLine> Lines => _lines;

    /// <summary>Everything that was written, as one text.</summary>
    public string Text => string.Join('\n', _lines.Select(line => $"{line.Category}: {line.Text} {line.Exception}"));

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    internal sealed record LogLine(string Category, LogLevel Level, string Text, Exception? Exception);

    private sealed class Writer(LogCapture capture, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            capture._lines.Enqueue(new(category, logLevel, formatter(state, exception), exception));
    }
}
