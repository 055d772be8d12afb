namespace Telemed.Cli.Load;

/// <summary>What a participant's socket asks of the kernel.</summary>
[Flags]
internal enum LoadSocketOptions
{
    /// <summary>Nothing: datagrams one by one, without their time.</summary>
    None = 0,

    /// <summary>The time at which each arrived (SO_TIMESTAMPNS).</summary>
    Stamped = 1,

    /// <summary>Runs of equal datagrams as one message (UDP_GRO, Linux 5.0), as QUIC stacks ask for.</summary>
    Coalescing = 2,
}
