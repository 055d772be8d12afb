using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Tests;

/// <summary>A participant whose camera comes in two layers, high and low, each with numbers of its own.</summary>
internal sealed class LayeredCamera
{
    private const byte Vp8 = 96;
    private const byte Rtx = 97;
    private readonly RoomHarness _test;
    private readonly Dictionary<string, Layer> _layers = new(StringComparer.Ordinal)
    {
        ["h"] = new(new(500), new(501), 1000, 100),
        ["l"] = new(new(600), new(601), 40_000, 20_000),
    };

    private byte[] _last = [];
    private ushort _rtxSequence;

    public LayeredCamera(RoomHarness test, string id, bool recordable = false)
    {
        _test = test;
        PublishedLine line = new("v", StreamKind.Video, [new(MediaCodec.Vp8, "", Vp8, Rtx)], null, null, Nack: true)
        {
            Layers = [new("h", null, null), new("l", null, null)],
        };
        Participant = test.Room.Join(test.Now, id, new([line], [], RoomHarness.Extensions, new(77)), recordable);
        test.Room.Connect(test.Now, Participant);
    }

    public Participant Participant { get; }

    public Publication Face => Participant.PublicationAt("v")!;

    public Ssrc High => new(500);

    public Ssrc Low => new(600);

    /// <summary>Sends a frame of a layer in one packet.</summary>
    /// <param name="rid">Which.</param>
    /// <param name="key">Whether it is a key frame.</param>
    /// <param name="isNamed">Whether the packet tells its m-line and layer, as browsers' first packets do.</param>
    /// <param name="isLost">Whether it gets lost; then <see cref="SendAgain"/> sends it.</param>
    public void Send(string rid, bool key = false, bool isNamed = false, bool isLost = false)
    {
        var layer = _layers[rid];
        layer.Sequence++;
        layer.PictureId++;
        byte[] payload =
        [
            0x90, 0xC0, (byte)(0x80 | (layer.PictureId >> 8)), (byte)layer.PictureId, (byte)layer.PictureId, (byte)(key ? 0 : 1), 9, 9,
            (byte)rid[0],
        ];
        _last = Packet(Vp8, layer.Ssrc, layer.Sequence, payload, isNamed ? rid : null, repairs: false);
        if (!isLost)
        {
            _test.Room.OnRtp(_test.Now, Participant, _last.ToArray());
        }
    }

    /// <summary>Sends the last packet as a retransmission of a layer.</summary>
    public void SendAgain(string rid, bool isNamed)
    {
        Assert.True(RtpPacket.TryParse(_last, out var lost));
        byte[] payload = [(byte)(lost.SequenceNumber >> 8), (byte)lost.SequenceNumber, .. lost.Payload];
        _test.Room.OnRtp(
            _test.Now, Participant, Packet(Rtx, _layers[rid].Rtx, ++_rtxSequence, payload, isNamed ? rid : null, repairs: true));
    }

    /// <summary>Lets both layers send 25 frames a second for a while.</summary>
    public void Run(int milliseconds, string rids)
    {
        for (var passed = 0; passed < milliseconds; passed += 40)
        {
            _test.Wait(40);
            foreach (var rid in rids)
            {
                Send(rid.ToString());
            }
        }
    }

    /// <summary>The layer that a packet to a receiver or to the tap is of.</summary>
    public static char LayerOf(byte[] packet) => (char)packet[^1];

    private byte[] Packet(byte type, Ssrc ssrc, ushort sequence, byte[] payload, string? rid, bool repairs)
    {
        var buffer = new byte[200];
        var writer = new RtpPacketWriter(buffer, true, type, sequence, (uint)(_test.Now.Milliseconds * 90), ssrc);
        if (rid is not null)
        {
            Assert.True(writer.TryAddExtension(4, "v"u8));
            Assert.True(writer.TryAddExtension(repairs ? (byte)11 : (byte)10, System.Text.Encoding.ASCII.GetBytes(rid)));
        }

        return buffer[..writer.Finish(payload)];
    }

    private sealed record Layer(Ssrc Ssrc, Ssrc Rtx, ushort First, ushort FirstPicture)
    {
        public ushort Sequence { get; set; } = First;

        public ushort PictureId { get; set; } = FirstPicture;
    }
}
