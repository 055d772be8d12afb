using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Telemed.Server.Options;

namespace Telemed.Server.Telemetry;

/// <summary>Sends traces, metrics and logs by OTLP, when somewhere is configured to send them to.</summary>
internal static class TelemetrySetup
{
    /// <summary>
    /// Meters of the framework whose instruments name routes and methods, and neither clients nor addresses of requests.
    /// </summary>
    private static readonly string[] FrameworkMeters = ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Npgsql"];

    /// <summary>Registers the senders; nothing without an endpoint.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder, ServerOptions options)
    {
        var telemetry = options.Telemetry;
        if (telemetry.Endpoint is not { } endpoint)
        {
            return;
        }

        var version = typeof(TelemetrySetup).Assembly.GetName().Version?.ToString(3);
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService("telemed", serviceVersion: version, autoGenerateServiceInstanceId: false, serviceInstanceId: options.Node.Name))
            .WithTracing(tracing => tracing
                .SetSampler(new TraceIdRatioBasedSampler(telemetry.TracePercent / 100.0))
                .AddSource(Traces.Name))
            .WithMetrics(metrics => metrics.AddMeter([Traces.Name, .. FrameworkMeters]))
            .WithLogging(null, logging => logging.IncludeFormattedMessage = true)
            .UseOtlpExporter(
                telemetry.Protocol == TelemetryOptions.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf, endpoint);
    }
}
