using System.Net;
using System.Net.Sockets;
using System.Text;
using Telemed.Cli.Feed;
using Telemed.Rtc.Codecs;
using Telemed.Rtc.Rtp;

namespace Telemed.Cli.Tests;

/// <summary>Boxes that speak only plain RTP or RTSP.</summary>
public sealed class FeedTests
{
    private const string Sdp = "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=cam\r\nt=0 0\r\nm=video 0 RTP/AVP 97\r\na=rtpmap:97 H264/90000\r\n"
        + "a=fmtp:97 packetization-mode=1;profile-level-id=42E01F;sprop-parameter-sets=Z0LgHw==,aM4=\r\na=control:trackID=1\r\n"
        + "m=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\na=control:trackID=2\r\nm=application 0 RTP/AVP 107\r\na=rtpmap:107 vnd.onvif.metadata/90000\r\n";

    private static readonly Ssrc OfRelay = new(77);

    [Fact]
    public void A_boxs_description_tells_what_can_be_used_and_where_it_is()
    {
        var streams = PlainMedia.Read(Sdp);

        Assert.Equal(["H264", "PCMA"], streams.Select(one => one.Codec));
        Assert.Equal([true, false], streams.Select(one => one.IsUsable));
        Assert.Equal(("42e01f", "trackID=1", (byte)97), (streams[0].Profile, streams[0].Control, streams[0].PayloadType));
        Assert.Equal([[0x67, 0x42, 0xE0, 0x1F], [0x68, 0xCE]], streams[0].ParameterSets);
    }

    [Fact]
    public void Packets_go_on_under_the_relays_names_and_a_gap_stays_a_gap()
    {
        var stream = new FeedStream(new(true, 97, "VP8", string.Empty, string.Empty), 96, OfRelay);

        var sent = Forward(stream, Packet(97, 500, 9000, [1, 2]), Packet(97, 501, 9000, [3]), Packet(97, 504, 12000, [4]), Packet(8, 1, 1, [5]));

        Assert.Equal(3, sent.Count);
        var first = Number(sent[0]);
        Assert.Equal([0, 1, 4], sent.Select(packet => (ushort)(Number(packet) - first)).Select(number => (int)number));
        Assert.All(sent, packet => Assert.True(RtpPacket.TryParse(packet, out var view) && view.PayloadType == 96 && view.Ssrc == OfRelay));
        Assert.Equal<uint>([9000, 9000, 12000], sent.Select(packet => RtpPacket.TryParse(packet, out var view) ? view.Timestamp : 0));
    }

    [Fact]
    public void Parameter_sets_that_came_by_description_only_are_sent_before_each_key_frame_once()
    {
        var stream = new FeedStream(PlainMedia.Read(Sdp)[0], 102, OfRelay);

        var sent = Forward(
            stream,
            Packet(97, 1, 3000, [0x7C, 0x85, 1]),
            Packet(97, 2, 3000, [0x7C, 0x45, 2]),
            Packet(97, 3, 6000, [0x41, 3]),
            Packet(97, 4, 9000, [0x65, 4]));

        var units = sent.ConvertAll(packet => RtpPacket.TryParse(packet, out var view) ? H264Payload.Inspect(view.Payload) : H264NalUnits.None);
        const H264NalUnits Parameters = H264NalUnits.SequenceParameterSet | H264NalUnits.PictureParameterSet;
        Assert.Equal([Parameters, H264NalUnits.IdrSlice, H264NalUnits.None, H264NalUnits.Slice, Parameters, H264NalUnits.IdrSlice], units);
        Assert.Equal(Enumerable.Range(0, 6), sent.Select(packet => (ushort)(Number(packet) - Number(sent[0]))).Select(number => (int)number));
    }

    [Fact]
    public async Task An_RTSP_box_that_wants_a_password_is_played_in_its_own_connection()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var box = ServeAsync(listener);
        using var client = new RtspClient(new($"rtsp://nurse:secret@127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/live"));
        await client.OpenAsync(TestContext.Current.CancellationToken);
        List<(int Channel, byte[] Packet)> played = [];

        await client.PlayAsync((channel, packet) => played.Add((channel, packet.ToArray())), TestContext.Current.CancellationToken);

        var asked = await box;
        Assert.Equal(["DESCRIBE", "DESCRIBE", "SETUP", "PLAY"], asked.Select(request => request.Split(' ')[0]));
        Assert.Contains("response=\"", asked[1], StringComparison.Ordinal);
        Assert.DoesNotContain("secret", string.Concat(asked), StringComparison.Ordinal);
        Assert.Contains("/live/trackID=1 RTSP/1.0", asked[2], StringComparison.Ordinal);
        Assert.Contains("Session: 42", asked[3], StringComparison.Ordinal);
        Assert.Equal([(0, 3), (1, 2)], played.Select(one => (one.Channel, one.Packet.Length)));
    }

    [Fact]
    public async Task An_RTSP_box_without_a_usable_stream_is_refused_in_words()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var connection = await listener.AcceptTcpClientAsync();
            await RequestAsync(connection.GetStream());
            await AnswerAsync(connection.GetStream(), "200 OK", "m=audio 0 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n");
        }, TestContext.Current.CancellationToken);
        using var client = new RtspClient(new($"rtsp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/live"));

        var refused = await Assert.ThrowsAsync<CliException>(() => client.OpenAsync(TestContext.Current.CancellationToken));

        Assert.Contains("H.264", refused.Message, StringComparison.Ordinal);
        await serving;
    }

    private static async Task<List<string>> ServeAsync(TcpListener listener)
    {
        using var connection = await listener.AcceptTcpClientAsync();
        var stream = connection.GetStream();
        List<string> asked = [await RequestAsync(stream)];
        await AnswerAsync(stream, "401 Unauthorized", string.Empty, "WWW-Authenticate: Digest realm=\"cam\", nonce=\"abc\"\r\n");
        asked.Add(await RequestAsync(stream));
        await AnswerAsync(stream, "200 OK", Sdp);
        asked.Add(await RequestAsync(stream));
        await AnswerAsync(stream, "200 OK", string.Empty, "Session: 42;timeout=60\r\n");
        asked.Add(await RequestAsync(stream));
        await AnswerAsync(stream, "200 OK", string.Empty);
        await stream.WriteAsync(new byte[] { (byte)'$', 0, 0, 3, 1, 2, 3, (byte)'$', 1, 0, 2, 4, 5 });
        return asked;
    }

    private static async Task<string> RequestAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var one = new byte[1];
        while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one) == 1)
        {
            text.Append((char)one[0]);
        }

        return text.ToString();
    }

    private static async Task AnswerAsync(NetworkStream stream, string status, string body, string more = "") =>
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"RTSP/1.0 {status}\r\nCSeq: 1\r\n{more}Content-Length: {body.Length}\r\n\r\n{body}"));

    private static List<byte[]> Forward(FeedStream stream, params byte[][] packets)
    {
        List<byte[]> sent = [];
        var buffer = new byte[1500];
        foreach (var packet in packets)
        {
            stream.TryForward(packet, buffer, length => sent.Add(buffer[..length]));
        }

        return sent;
    }

    private static byte[] Packet(byte type, ushort sequence, uint timestamp, byte[] payload)
    {
        var buffer = new byte[12 + payload.Length];
        new RtpPacketWriter(buffer, false, type, sequence, timestamp, new(5)).Finish(payload);
        return buffer;
    }

    private static ushort Number(byte[] packet) => RtpHeader.GetSequenceNumber(packet);
}
