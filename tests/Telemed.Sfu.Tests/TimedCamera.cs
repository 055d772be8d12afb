using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Tests;

/// <summary>A participant whose camera comes in layers of time: each frame says which it is of, and whether the base alone is needed.</summary>
internal sealed class TimedCamera
{
    private const byte Vp8 = 96;
    private const byte Rtx = 97;
    private readonly RoomHarness _test;
    private readonly uint _ssrc;
    private readonly TimeSpan _behind;
    private ushort _sequence = 3000;
    private ushort _rtxSequence;
    private ushort _pictureId = 0x7FF8; // runs over soon
    private byte _base = 250;

    /// <summary>Comes in.</summary>
    /// <param name="test">The room.</param>
    /// <param name="name">Who it is.</param>
    /// <param name="ssrc">Its stream's; the next one is for what is sent again.</param>
    /// <param name="behind">By how much its media time is less than the room's.</param>
    public TimedCamera(RoomHarness test, string name = "camera", uint ssrc = 500, TimeSpan behind = default)
    {
        (_test, _ssrc, _behind) = (test, ssrc, behind);
        PublishedLine line = new("v", StreamKind.Video, [new(MediaCodec.Vp8, "", Vp8, Rtx)], new(ssrc), new(ssrc + 1), Nack: true);
        Participant = test.Room.Join(test.Now, name, new([line], [], RoomHarness.Extensions, new(77)), recordable: false);
        test.Room.Connect(test.Now, Participant);
    }

    public Participant Participant { get; }

    /// <summary>
    /// Sends frames 40 ms apart, a character each: K a key frame; 0, 1, 2 a frame of that layer; a, b one of layer 1 or 2 that needs the
    /// base alone. The last byte of each packet is its character.
    /// </summary>
    public void Send(string frames, int packets = 1)
    {
        foreach (var frame in frames)
        {
            _test.Wait(40);
            Take(frame, packets).ForEach(Deliver);
        }
    }

    /// <summary>Makes a frame's packets without sending them.</summary>
    public List<byte[]> Take(char frame, int packets)
    {
        var layer = frame switch { '1' or 'a' => 1, '2' or 'b' => 2, _ => 0 };
        var isSync = frame is 'a' or 'b';
        _pictureId = (ushort)((_pictureId + 1) & 0x7FFF);
        _base += (byte)(layer == 0 ? 1 : 0);
        List<byte[]> made = [];
        for (var i = 0; i < packets; i++)
        {
            byte[] payload =
            [
                (byte)(i == 0 ? 0x90 : 0x80), 0xE0, (byte)(0x80 | (_pictureId >> 8)), (byte)_pictureId, _base, (byte)((layer << 6) | (isSync ? 0x20 : 0)),
                (byte)(frame == 'K' ? 0 : 1), 9, (byte)i, (byte)frame,
            ];
            made.Add(Packet(Vp8, new(_ssrc), ++_sequence, (uint)((_test.Now.Milliseconds - (long)_behind.TotalMilliseconds) * 90), i == packets - 1, payload));
        }

        return made;
    }

    public void Deliver(byte[] packet) => _test.Room.OnRtp(_test.Now, Participant, packet.ToArray());

    /// <summary>Delivers a packet that got lost before, as a retransmission.</summary>
    public void DeliverAgain(byte[] packet)
    {
        Assert.True(RtpPacket.TryParse(packet, out var lost));
        byte[] payload = [(byte)(lost.SequenceNumber >> 8), (byte)lost.SequenceNumber, .. lost.Payload];
        Deliver(Packet(Rtx, new(_ssrc + 1), ++_rtxSequence, lost.Timestamp, lost.Marker, payload));
    }

    private static byte[] Packet(byte type, Ssrc ssrc, ushort sequence, uint timestamp, bool marker, byte[] payload)
    {
        var buffer = new byte[200];
        return buffer[..new RtpPacketWriter(buffer, marker, type, sequence, timestamp, ssrc).Finish(payload)];
    }
}
