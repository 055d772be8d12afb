using Telemed.Rtc.Rtp;
using Telemed.Sfu.Links;
using Telemed.Sfu.Routing;

namespace Telemed.Sfu.Tests;

/// <summary>VP8 layers in time: what is left out, where it comes back, and that nobody can tell from the numbers.</summary>
public sealed class TemporalLayerTests
{
    private readonly RoomHarness _test = new();
    private readonly TimedCamera _camera;
    private readonly Person _viewer;

    public TemporalLayerTests()
    {
        _camera = new(_test);
        _viewer = new(_test, "viewer", publish: false);
    }

    [Theory]
    [InlineData(3, "K20102010")]
    [InlineData(1, "K010010")]
    [InlineData(0, "K0000")]
    public void Frames_of_higher_layers_are_left_out_and_the_numbers_have_no_gap(int highest, string passed)
    {
        Give(highest);

        _camera.Send("K2010" + "2010", packets: 3);

        Assert.Equal(string.Concat(passed.Select(frame => new string(frame, 3))), Sent());
        AssertUnbroken();
    }

    [Fact]
    public void Less_begins_with_the_next_frame_and_a_frame_that_has_begun_is_finished()
    {
        _camera.Send("K1010");
        _test.Wait(40);
        var frame = _camera.Take('1', packets: 3);
        _camera.Deliver(frame[0]);
        Give(0);
        _camera.Deliver(frame[1]);
        _camera.Deliver(frame[2]);
        _camera.Send("01010");

        Assert.Equal("K1010" + "111" + "000", Sent());
        AssertUnbroken();
    }

    [Fact]
    public void More_comes_back_one_layer_at_a_time_where_a_frame_needs_the_base_alone()
    {
        Give(0);
        _camera.Send("K2120");
        Give(VideoRung.AllInTime);
        // The first 2 that needs the base alone is no way to layer 1: what follows it may need a frame of that.
        _camera.Send("21b" + "0" + "2a2" + "0" + "b12" + "0");

        Assert.Equal("K0" + "0" + "a" + "0" + "b12" + "0", Sent());
        AssertUnbroken();
    }

    [Fact]
    public void A_key_frame_brings_back_everything()
    {
        Give(0);
        _camera.Send("K101");
        Give(VideoRung.AllInTime);
        _camera.Send("01" + "K101");

        Assert.Equal("K00" + "K101", Sent());
        AssertUnbroken();
    }

    [Fact]
    public void What_a_receiver_lost_is_sent_again_as_it_was_however_much_was_left_out_since()
    {
        Give(0);
        _camera.Send("K");
        _camera.Send(string.Concat(Enumerable.Repeat("10", 40)), packets: 2);
        var sent = _test.RtpTo(_viewer.VideoSlot);
        foreach (var lost in (byte[][])[sent[0], sent[1], sent[30], sent[^1]])
        {
            _viewer.Nack(_viewer.VideoSlot, RtpHeader.GetSequenceNumber(lost));

            var again = _test.RtpTo(_viewer.Participant)[^1];
            Assert.Equal(_viewer.VideoSlot.RtxSsrc, RtpHeader.GetSsrc(again));
            Assert.Equal(lost, again[..RtxPacket.UnwrapInPlace(again, 96, _viewer.VideoSlot.Ssrc)]);
        }
    }

    [Fact]
    public void What_comes_late_goes_where_it_belongs_or_stays_out()
    {
        Give(0);
        _camera.Send("K0");
        _test.Wait(40);
        var upper = _camera.Take('1', packets: 3);
        _test.Wait(40);
        var lower = _camera.Take('0', packets: 3);
        _camera.Deliver(upper[0]);
        _camera.Deliver(upper[2]);
        _camera.Deliver(lower[0]);
        _camera.Deliver(lower[2]);
        _camera.Send("10");
        var before = Sent();

        _camera.DeliverAgain(upper[1]);
        Assert.Equal(before, Sent());
        _camera.DeliverAgain(lower[1]);

        Assert.Equal("K0" + "000" + "0", Sent());
        var numbers = _test.RtpTo(_viewer.VideoSlot).Select(packet => RoomHarness.Numbers(packet).Sequence).Order().ToList();
        Assert.Equal(Enumerable.Range(numbers[0], 6), numbers.Select(number => (int)number));
        // All three packets of the base frame have the picture id behind the one before.
        var pictures = _test.RtpTo(_viewer.VideoSlot).OrderBy(packet => RoomHarness.Numbers(packet).Sequence)
            .Select(packet => (int)RoomHarness.Picture(packet).PictureId).ToList();
        Assert.Equal([0, 1, 2, 2, 2, 3], pictures.Select(id => (id - pictures[0]) & 0x7FFF));
    }

    [Fact]
    public void A_frame_that_was_lost_on_the_way_here_keeps_its_number_and_another_source_goes_on_behind_all()
    {
        var other = new Person(_test, "other");
        Give(0);
        _test.Room.SetWish(_test.Now, _viewer.Participant, "sv0", _camera.Participant.PublicationAt("v")!.Id);
        _camera.Send("K0101");
        _test.Wait(40);
        _camera.Take('0', packets: 1);
        _camera.Send("101");
        var first = _test.RtpTo(_viewer.VideoSlot);
        Assert.Equal(2, (ushort)(RoomHarness.Numbers(first[^1]).Sequence - RoomHarness.Numbers(first[^2]).Sequence));

        _test.Room.SetWish(_test.Now, _viewer.Participant, "sv0", other.Face.Id);
        other.SendFrame(key: true);
        var next = _test.RtpTo(_viewer.VideoSlot)[^1];
        Assert.Equal(1, (ushort)(RoomHarness.Numbers(next).Sequence - RoomHarness.Numbers(first[^1]).Sequence));

        // And what was sent before it is found as before.
        _viewer.Nack(_viewer.VideoSlot, RtpHeader.GetSequenceNumber(first[^1]));
        var again = _test.RtpTo(_viewer.Participant)[^1];
        Assert.Equal(first[^1], again[..RtxPacket.UnwrapInPlace(again, 96, _viewer.VideoSlot.Ssrc)]);
    }

    [Fact]
    public void What_is_left_out_late_behind_a_hole_does_not_move_the_numbers_back()
    {
        Give(0);
        _camera.Send("K");
        _test.Wait(40);
        var lost = _camera.Take('1', packets: 3);
        _test.Wait(40);
        var upper = _camera.Take('2', packets: 1);
        _camera.Deliver(upper[0]);
        // The last packet of a frame that was thought lost, left out like the frame behind it.
        _camera.DeliverAgain(lost[2]);
        _camera.Send("0" + "10");

        Assert.Equal("K" + "0" + "0", Sent());
        var numbers = _test.RtpTo(_viewer.VideoSlot).Select(packet => (int)RoomHarness.Numbers(packet).Sequence).ToList();
        // Three numbers of the lost frame stay free: nobody knew yet that it would be left out.
        Assert.Equal([0, 4, 5], numbers.Select(number => number - numbers[0]));
        foreach (var sent in _test.RtpTo(_viewer.VideoSlot).ToList())
        {
            _viewer.Nack(_viewer.VideoSlot, RtpHeader.GetSequenceNumber(sent));
            var again = _test.RtpTo(_viewer.Participant)[^1];
            Assert.Equal(sent, again[..RtxPacket.UnwrapInPlace(again, 96, _viewer.VideoSlot.Ssrc)]);
        }
    }

    [Fact]
    public void Another_source_is_not_judged_by_the_times_and_layers_of_the_one_before()
    {
        var other = new TimedCamera(_test, name: "other", ssrc: 600, behind: TimeSpan.FromHours(1));
        Give(0);
        Show(_camera);
        _camera.Send("K010");
        Show(other);
        Give(VideoRung.AllInTime);

        other.Send("K2120");

        Assert.Equal("K00" + "K2120", Sent());
    }

    [Fact]
    public void Leaving_out_allocates_nothing_once_it_has_begun()
    {
        Give(0);
        _camera.Send("K10");
        var slot = _viewer.VideoSlot;
        List<byte[]> frames = [];
        for (var i = 0; i < 400; i++)
        {
            _test.Wait(40);
            frames.Add(_camera.Take(i % 2 == 0 ? '1' : '0', 1)[0]);
        }

        var now = _test.Now;
        var output = new NoOutput();
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        foreach (var frame in frames)
        {
            now += TimeSpan.FromMilliseconds(40);
            _ = RtpPacket.TryParse(frame, out var view);
            var routed = new Streams.RoutedPacket(view, _camera.Participant.PublicationAt("v")!.Codecs[0], view.SequenceNumber);
            slot.Forward(now, _camera.Participant.PublicationAt("v")!, _camera.Participant.PublicationAt("v")!.Stream!, routed, output);
        }

        Assert.Equal(allocated, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(200, output.Sent);
    }

    private void Show(TimedCamera camera) =>
        _test.Room.SetWish(_test.Now, _viewer.Participant, "sv0", camera.Participant.PublicationAt("v")!.Id);

    private void Give(int highestInTime) =>
        _viewer.VideoSlot.Give(_test.Now, VideoRung.Best with { HighestInTime = highestInTime });

    private string Sent() => string.Concat(
        _test.RtpTo(_viewer.VideoSlot).OrderBy(packet => RoomHarness.Numbers(packet).Sequence).Select(packet => (char)packet[^1]));

    // Sequence numbers go on by one; picture ids by one with each frame, the base index with each frame of the base.
    private void AssertUnbroken()
    {
        var sent = _test.RtpTo(_viewer.VideoSlot);
        foreach (var (one, next) in sent.Zip(sent.Skip(1)))
        {
            var isSame = RoomHarness.Numbers(one).Timestamp == RoomHarness.Numbers(next).Timestamp;
            var isBase = !isSame && RoomHarness.Picture(next).TemporalLayer == 0;
            Assert.Equal((ushort)(RoomHarness.Numbers(one).Sequence + 1), RoomHarness.Numbers(next).Sequence);
            Assert.Equal((RoomHarness.Picture(one).PictureId + (isSame ? 0 : 1)) & 0x7FFF, RoomHarness.Picture(next).PictureId);
            Assert.Equal((byte)(RoomHarness.Picture(one).Tl0PictureIndex + (isBase ? 1 : 0)), RoomHarness.Picture(next).Tl0PictureIndex);
        }
    }

    private sealed class NoOutput : IRoomOutput
    {
        private readonly byte[] _slot = new byte[1500];

        public int Sent { get; private set; }

        public Span<byte> Reserve() => _slot;

        public void SendRtp(Participant to, int length) => Sent++;

        public void SendRtcp(Participant to, int length)
        {
        }
    }
}
