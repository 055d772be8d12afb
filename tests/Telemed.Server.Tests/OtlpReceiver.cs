using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Telemed.Server.Tests;

/// <summary>A collector on the loopback: takes OTLP over HTTP and keeps what was sent.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Signal, byte[] Body)> _taken = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Everything that was sent, as far as it is text.</summary>
    public string Text => string.Concat(_taken.Select(one => Encoding.UTF8.GetString(one.Body)));

    /// <summary>The spans so far (ExportTraceServiceRequest: resource_spans 1, scope_spans 2, spans 2).</summary>
    public IReadOnlyList<Span> Spans =>
        [.. Bodies("traces").SelectMany(body => Fields(body, 1)).SelectMany(one => Fields(one, 2)).SelectMany(one => Fields(one, 2)).Select(ToSpan)];

    /// <summary>The metrics' names so far (ExportMetricsServiceRequest: resource_metrics 1, scope_metrics 2, metrics 2, name 1).</summary>
    public IReadOnlySet<string> Metrics => Bodies("metrics").SelectMany(body => Fields(body, 1)).SelectMany(one => Fields(one, 2))
        .SelectMany(one => Fields(one, 2)).Select(one => TextOf(one, 1)).ToHashSet(StringComparer.Ordinal);

    /// <summary>The log lines' texts so far (resource_logs 1, scope_logs 2, log_records 2, body 5, string_value 1).</summary>
    public IReadOnlyList<string> Logs => [.. Bodies("logs").SelectMany(body => Fields(body, 1)).SelectMany(one => Fields(one, 2))
        .SelectMany(one => Fields(one, 2)).SelectMany(one => Fields(one, 5)).Select(one => TextOf(one, 1))];

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new OtlpReceiver(app);
        app.MapPost("/v1/{signal}", receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task TakeAsync(string signal, HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        _taken.Enqueue((signal, body.ToArray()));
    }

    private IEnumerable<ReadOnlyMemory<byte>> Bodies(string signal) =>
        _taken.Where(one => one.Signal == signal).Select(one => new ReadOnlyMemory<byte>(one.Body));

    private static Span ToSpan(ReadOnlyMemory<byte> span) => new(
        TextOf(span, 5),
        string.Concat(Fields(span, 1).Select(one => Convert.ToHexString(one.Span))),
        string.Concat(Fields(span, 2).Select(one => Convert.ToHexString(one.Span))),
        string.Concat(Fields(span, 4).Select(one => Convert.ToHexString(one.Span))));

    private static string TextOf(ReadOnlyMemory<byte> message, int field) =>
        string.Concat(Fields(message, field).Select(one => Encoding.UTF8.GetString(one.Span)));

    /// <summary>The length-delimited fields of a protobuf message with this number.</summary>
    private static List<ReadOnlyMemory<byte>> Fields(ReadOnlyMemory<byte> message, int wanted)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message.Span, ref at);
            switch (key & 7)
            {
                case 0:
                    Varint(message.Span, ref at);
                    break;
                case 1:
                    at += sizeof(ulong);
                    break;
                case 2:
                    var length = (int)Varint(message.Span, ref at);
                    if ((int)(key >> 3) == wanted)
                    {
                        found.Add(message.Slice(at, length));
                    }

                    at += length;
                    break;
                case 5:
                    at += sizeof(uint);
                    break;
                default:
                    throw new InvalidDataException("This is no protobuf message.");
            }
        }

        return found;
    }

    private static ulong Varint(ReadOnlySpan<byte> bytes, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var part = bytes[at++];
            value |= (ulong)(part & 0x7F) << shift;
            if (part < 0x80)
            {
                return value;
            }
        }
    }

    /// <summary>A span: its name, and the hexadecimal ids of its trace, itself and its parent.</summary>
    internal sealed record Span(string Name, string Trace, string Id, string Parent);
}
