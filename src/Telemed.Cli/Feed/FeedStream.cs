using System.Buffers.Binary;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;

namespace Telemed.Cli.Feed;

/// <summary>
/// One stream on its way from a box to the relay: other payload type, SSRC and numbers, the same media time. Before a key frame
/// of H.264 whose parameter sets came only by SDP, they are sent in a packet of their own. One thread.
/// </summary>
internal sealed class FeedStream(PlainMedia media, byte payloadType, Ssrc ssrc)
{
    private const byte StapA = 24;
    private readonly IReadOnlyList<byte[]> _parameters =
        media.Codec.Equals("H264", StringComparison.OrdinalIgnoreCase) ? media.ParameterSets : [];

    private ushort _sequence = (ushort)Random.Shared.Next(1 << 15);
    private ushort _lastOfBox;
    private uint _parametersAt;
    private bool _started;

    /// <summary>What the box says of it.</summary>
    public PlainMedia Media => media;

    /// <summary>The SSRC at the relay.</summary>
    public Ssrc Ssrc => ssrc;

    /// <summary>Packets sent.</summary>
    public uint Packets { get; private set; }

    /// <summary>Payload bytes in them.</summary>
    public uint Octets { get; private set; }

    /// <summary>
    /// Takes a packet of the box; what is to be sent goes to <paramref name="send"/> as plain packets in <paramref name="buffer"/>.
    /// False when it is no packet of this stream.
    /// </summary>
    /// <param name="packet">The plain RTP packet.</param>
    /// <param name="buffer">Room for a packet: as much as the packet has, and 12 bytes.</param>
    /// <param name="send">Takes the length of a packet that stands in the buffer.</param>
    public bool TryForward(ReadOnlySpan<byte> packet, Span<byte> buffer, Action<int> send)
    {
        if (!RtpPacket.TryParse(packet, out var view) || view.PayloadType != media.PayloadType || view.Payload.IsEmpty)
        {
            return false;
        }

        if (NeedsParameters(view))
        {
            _parametersAt = view.Timestamp;
            SendParameters(view.Timestamp, buffer, send);
        }

        Advance(view.SequenceNumber);
        Write(buffer, view.Marker, view.Timestamp, _sequence, view.Payload, send);
        return true;
    }

    // A gap at the box stays a gap, so that the relay counts its loss; what a parameter packet added stays added.
    private void Advance(ushort sequence)
    {
        _sequence += _started ? (ushort)(sequence - _lastOfBox) : (ushort)1;
        (_lastOfBox, _started) = (sequence, true);
    }

    private bool NeedsParameters(RtpPacket view)
    {
        if (_parameters.Count == 0 || (_started && _parametersAt == view.Timestamp))
        {
            return false;
        }

        var units = H264Payload.Inspect(view.Payload);
        return units.HasFlag(H264NalUnits.IdrSlice) && !units.HasFlag(H264NalUnits.SequenceParameterSet);
    }

    private void SendParameters(uint timestamp, Span<byte> buffer, Action<int> send)
    {
        Span<byte> payload = stackalloc byte[1 + _parameters.Sum(set => 2 + set.Length)];
        payload[0] = 0x60 | StapA;
        var length = 1;
        foreach (var set in _parameters)
        {
            BinaryPrimitives.WriteUInt16BigEndian(payload[length..], (ushort)set.Length);
            set.CopyTo(payload[(length + 2)..]);
            length += 2 + set.Length;
        }

        Write(buffer, marker: false, timestamp, ++_sequence, payload, send);
    }

    private void Write(
        Span<byte> buffer, bool marker, uint timestamp, ushort sequence, ReadOnlySpan<byte> payload, Action<int> send)
    {
        var length = new RtpPacketWriter(buffer, marker, payloadType, sequence, timestamp, ssrc).Finish(payload);
        if (length == 0)
        {
            return;
        }

        Packets++;
        Octets += (uint)payload.Length;
        send(length);
    }
}
