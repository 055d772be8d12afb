using System.Buffers.Binary;

namespace Telemed.Rtc.Rtp;

/// <summary>The known extension values of one packet, read in a single pass.</summary>
public readonly ref struct RtpHeaderExtensions
{
    /// <summary>Reads the elements of <paramref name="packet"/> that <paramref name="map"/> names; others are skipped.</summary>
    public RtpHeaderExtensions(RtpPacket packet, in RtpHeaderExtensionMap map)
    {
        foreach (var element in packet.Extensions)
        {
            var id = element.Id;
            var value = element.Value;
            if (id == map.TransportSequenceNumber && value.Length >= 2)
            {
                TransportSequenceNumber = BinaryPrimitives.ReadUInt16BigEndian(value);
            }
            else if (id == map.AudioLevel && value.Length >= 1)
            {
                AudioLevel = new RtpAudioLevel(value[0]);
            }
            else if (id == map.AbsoluteSendTime && value.Length == 3)
            {
                AbsoluteSendTime = (uint)((value[0] << 16) | (value[1] << 8) | value[2]);
            }
            else if (id == map.Mid)
            {
                Mid = value;
            }
            else if (id == map.Rid)
            {
                Rid = value;
            }
            else if (id == map.RepairedRid)
            {
                RepairedRid = value;
            }
        }
    }

    /// <summary>The mid in ASCII; empty when absent.</summary>
    public ReadOnlySpan<byte> Mid { get; }

    /// <summary>The simulcast layer's name in ASCII; empty when absent.</summary>
    public ReadOnlySpan<byte> Rid { get; }

    /// <summary>The name of the layer that this retransmission repairs; empty when absent.</summary>
    public ReadOnlySpan<byte> RepairedRid { get; }

    /// <summary>The transport-wide sequence number; null when absent.</summary>
    public ushort? TransportSequenceNumber { get; }

    /// <summary>Seconds modulo 64 in 6.18 fixed point; null when absent.</summary>
    public uint? AbsoluteSendTime { get; }

    /// <summary>The audio level; null when absent.</summary>
    public RtpAudioLevel? AudioLevel { get; }
}
