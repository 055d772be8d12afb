namespace Telemed.Server.Options;

/// <summary>Where traces, metrics and logs go by OTLP.</summary>
internal sealed record TelemetryOptions
{
    /// <summary>OTLP over HTTP with protobuf bodies.</summary>
    public const string Http = "http/protobuf";

    /// <summary>OTLP over gRPC.</summary>
    public const string Grpc = "grpc";

    /// <summary>The collector, such as <c>http://127.0.0.1:4318</c>; null means that nothing is sent.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary><see cref="Http"/> or <see cref="Grpc"/>.</summary>
    public required string Protocol { get; init; }

    /// <summary>How many of a hundred traces are sent, 0 to 100.</summary>
    public int TracePercent { get; init; }
}
