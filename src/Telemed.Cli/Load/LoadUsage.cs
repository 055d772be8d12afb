namespace Telemed.Cli.Load;

/// <summary>What the server's process has used since its start, as it says itself at <c>/api/load/usage</c>.</summary>
/// <param name="CpuNs">User and system time of the whole process, in nanoseconds.</param>
/// <param name="ShardCpuNs">That of the media threads alone, in nanoseconds.</param>
/// <param name="ResidentBytes">Memory of the process in use now.</param>
/// <param name="MediaAllocatedBytes">Managed bytes allocated on the media threads.</param>
/// <param name="PacketsIn">RTP packets accepted.</param>
/// <param name="PacketsOut">RTP packets sent.</param>
/// <param name="DatagramsDropped">Datagrams that the kernel did not take.</param>
/// <param name="Participants">Participants now.</param>
/// <param name="Rooms">Rooms now.</param>
/// <param name="Collections">Garbage collections, all generations.</param>
/// <param name="Handles">Open file descriptors.</param>
internal sealed record LoadUsage(
    long CpuNs,
    long ShardCpuNs,
    long ResidentBytes,
    long MediaAllocatedBytes,
    long PacketsIn,
    long PacketsOut,
    long DatagramsDropped,
    int Participants,
    int Rooms,
    int Collections,
    int Handles);
