using System.IO.Pipelines;

namespace Telemed.Cli.Hub;

/// <summary>Two pipe ends as one duplex pipe.</summary>
/// <param name="Input">What came from the server.</param>
/// <param name="Output">What goes to the server.</param>
internal sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
