using Telemed.Rtc.Rtcp;

namespace Telemed.Rtc.Tests.Rtcp;

internal sealed class ReportBlockBuilder
{
    public uint Ssrc { get; init; } = 7;

    public int CumulativeLost { get; init; }

    public uint LastSenderReport { get; init; }

    public uint Delay { get; init; }

    public ReportBlock Build() => new(new(Ssrc), 12, CumulativeLost, 70_000, 33, LastSenderReport, Delay);
}
