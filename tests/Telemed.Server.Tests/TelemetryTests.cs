using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using OpenTelemetry.Trace;
using Telemed.Server.Operator;

namespace Telemed.Server.Tests;

/// <summary>
/// What a server tells of itself by OTLP, and that nothing of a patient is in it. Alone in the process: the sender keeps
/// instruments of one name together, and forgets them all when the first server that has them ends.
/// </summary>
[CollectionDefinition(nameof(TelemetryTests), DisableParallelization = true)]
[Collection(nameof(TelemetryTests))]
public sealed partial class TelemetryTests
{
    private const string Meter = "Telemed.Server";

    [Fact]
    public async Task A_join_is_told_by_OTLP_as_one_trace_with_metrics_and_logs_and_nothing_of_the_patient()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using (var server = await TestServer.StartAsync(
            $"OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "OTEL_METRIC_EXPORT_INTERVAL=500", "OTEL_BSP_SCHEDULE_DELAY=200",
            "OTEL_BLRP_SCHEDULE_DELAY=200"))
        {
            await using var doctor = await Person.SignInAsync(server, Person.ClinicDoctor);
            await using var specialist = await Person.SignInAsync(server, Person.Specialist);
            var consult = await specialist.AcceptAsync(doctor);
            var (hub, _) = await doctor.EnterAsync(consult);
            await hub.CallAsync("Chat", new { messageId = "m1", text = Secrets.ChatText });
            await RoundAsync(server);

            await Wait.UntilAsync(() => Task.FromResult(collector.Spans.Any(one => one.Name == "room.join")
                && collector.Metrics.Contains("telemed.disk.full") && collector.Metrics.Contains("telemed.join.duration")
                && collector.Logs.Any(one => one.StartsWith("Started as node", StringComparison.Ordinal))));
        }

        var spans = collector.Spans;
        // Other tests' servers are in this process too: theirs may be joins that were refused.
        bool Has(OtlpReceiver.Span join, string step) =>
            spans.Any(one => one.Name == step && one.Trace == join.Trace && one.Parent == join.Id);
        Assert.Contains(spans, one => one is { Name: "room.join", Parent: "" } && Has(one, "media.join") && Has(one, "consult.enter"));

        Assert.Contains(spans, one => one is { Name: "POST /api/consults/{id}/join", Parent: "" });
        Assert.Contains("telemed.rooms", collector.Metrics);
        Assert.Contains("http.server.request.duration", collector.Metrics);
        var text = collector.Text;
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        Assert.DoesNotContain("access_token", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Liu Min", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_endpoint_nothing_is_sent()
    {
        await using var server = await TestServer.StartAsync();
        Assert.Null(server.App.Services.GetService(typeof(TracerProvider)));
    }

    [Fact]
    public async Task Every_metric_that_the_samples_name_is_one_that_a_server_has()
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Name == Meter)
            {
                lock (known)
                {
                    known.Add(PrometheusName(instrument));
                }
            }
        };
        listener.Start();
        await using var server = await TestServer.StartAsync();
        await RoundAsync(server);
        server.Get<SiteLinks>().Note(new("clinic-east"), "r", "p", new(0, 10, 1, 5), DateTimeOffset.UnixEpoch);

        var samples = Path.Combine(Repository(), "samples", "observability");
        var dashboard = await File.ReadAllTextAsync(Path.Combine(samples, "grafana-telemed.json"));
        var alerts = await File.ReadAllTextAsync(Path.Combine(samples, "telemed-alerts.yml"));
        using var parsed = JsonDocument.Parse(dashboard);
        Assert.True(parsed.RootElement.GetProperty("panels").GetArrayLength() >= 16);
        var named = MetricName().Matches(dashboard + alerts).Select(match => Part().Replace(match.Value, "")).ToHashSet(StringComparer.Ordinal);
        lock (known)
        {
            Assert.Empty(named.Except(known));
            Assert.Empty(known.Except(named)); // What is measured is also shown.
        }
    }

    /// <summary>As Prometheus names what comes by OTLP: dots to underscores, the unit in words, and <c>_total</c> behind what only grows.</summary>
    private static string PrometheusName(Instrument instrument)
    {
        var grows = instrument.GetType().Name.Contains("Counter", StringComparison.Ordinal);
        var unit = instrument.Unit switch
        {
            "s" => "_seconds",
            "By" => "_bytes",
            "1" when !grows => "_ratio",
            _ => "",
        };
        return instrument.Name.Replace('.', '_') + unit + (grows ? "_total" : "");
    }

    private static Task RoundAsync(TestServer server) => server.Get<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>()
        .OfType<OperationsWatch>().Single().RoundAsync(TestContext.Current.CancellationToken);

    private static string Repository()
    {
        var directory = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(directory, "Telemed.sln")))
        {
            directory = Path.GetDirectoryName(directory) ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return directory;
    }

    [GeneratedRegex("\\btelemed_[a-z_]+", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex MetricName();

    [GeneratedRegex("_(bucket|sum|count)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Part();
}
