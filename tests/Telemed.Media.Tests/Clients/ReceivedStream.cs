using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Media.Tests.Clients;

/// <summary>What a client received in one slot.</summary>
internal sealed class ReceivedStream(Ssrc ssrc, Ssrc? rtx, bool isVideo)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, byte[]> _packets = [];
    private SequenceUnwrapper _unwrapper;
    private long _first = long.MaxValue;

    public Ssrc Ssrc { get; } = ssrc;

    public Ssrc? Rtx { get; } = rtx;

    public bool IsVideo { get; } = isVideo;

    public int Repaired { get; private set; }

    public int Reports { get; private set; }

    public (NtpTime Ntp, uint Rtp) LastReport { get; private set; }

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _packets.Count;
            }
        }
    }

    /// <summary>The numbers between the first and the last that never came.</summary>
    public List<ushort> Missing
    {
        get
        {
            lock (_gate)
            {
                List<ushort> missing = [];
                for (var sequence = _first; sequence <= _unwrapper.Highest; sequence++)
                {
                    if (!_packets.ContainsKey(sequence))
                    {
                        missing.Add((ushort)sequence);
                    }
                }

                return missing;
            }
        }
    }

    /// <summary>The packets in order of their numbers.</summary>
    public List<byte[]> Packets
    {
        get
        {
            lock (_gate)
            {
                return [.. _packets.OrderBy(packet => packet.Key).Select(packet => packet.Value)];
            }
        }
    }

    public int KeyFrames => Packets.Count(packet =>
        RtpPacket.TryParse(packet, out var view) && Vp8Payload.IsKeyFrameStart(view.Payload));

    public void Take(ReadOnlySpan<byte> packet, bool isRepaired, bool keep)
    {
        lock (_gate)
        {
            var sequence = _unwrapper.Unwrap(RtpHeader.GetSequenceNumber(packet));
            _first = Math.Min(_first, sequence);
            _packets[sequence] = keep ? packet.ToArray() : [];
            Repaired += isRepaired ? 1 : 0;
        }
    }

    public void TakeReport(Ssrc reported, NtpTime ntp, uint rtp)
    {
        if (reported == Ssrc)
        {
            Reports++;
            LastReport = (ntp, rtp);
        }
    }
}
