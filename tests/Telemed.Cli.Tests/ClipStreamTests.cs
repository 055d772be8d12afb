using Telemed.Cli.Call;
using Telemed.Cli.Clips;
using Telemed.Rtc.Rtp;
using Telemed.Rtc.Time;

namespace Telemed.Cli.Tests;

public sealed class ClipStreamTests
{
    private static readonly MonotonicTime Start = MonotonicTime.FromMilliseconds(10_000);

    // Two seconds: pictures every 40 ms with a key frame each second, sound every 20 ms.
    private static readonly Clip TwoSeconds = new(
        [.. Enumerable.Range(0, 50).Select(index => new ClipFrame(index * 3_600, [(byte)index], index % 25 == 0))],
        [.. Enumerable.Range(0, 101).Select(index => new ClipFrame(index * 960, [(byte)index], IsKeyFrame: true))],
        TimeSpan.FromSeconds(2));

    private readonly ClipClock _clock = new(TwoSeconds, Start);

    [Fact]
    public void A_clip_starts_over_without_a_jump_in_media_time()
    {
        var video = Video();
        uint? previous = null;
        for (var index = 0; index < 120; index++)
        {
            Assert.Equal(Start + TimeSpan.FromMilliseconds(40 * index), video.DueAt);
            var frame = video.Take(out var timestamp);
            Assert.Equal(index % 50, frame.Data[0]);
            if (previous is { } before) Assert.Equal(3_600u, timestamp - before);
            previous = timestamp;
        }
    }

    [Fact]
    public void Sound_that_reaches_over_the_end_of_the_clip_is_left_out()
    {
        var audio = Audio();
        for (var index = 0; index < 250; index++)
        {
            Assert.Equal(Start + TimeSpan.FromMilliseconds(20 * index), audio.DueAt);
            Assert.Equal(index % 100, audio.Take(out _).Data[0]);
        }
    }

    [Fact]
    public void A_request_for_a_key_frame_sets_picture_and_sound_back_together_while_media_time_goes_on()
    {
        var (video, audio) = (Video(), Audio());
        for (var index = 0; index < 40; index++) video.Take(out _);
        for (var index = 0; index < 80; index++) audio.Take(out _);
        var now = Start + TimeSpan.FromMilliseconds(1_590);

        _clock.BackToKeyFrame(now);

        Assert.Equal(now, video.DueAt);
        Assert.Equal(now, audio.DueAt);
        var key = video.Take(out var videoTime);
        Assert.True(key.IsKeyFrame);
        Assert.Equal(25, key.Data[0]);
        Assert.Equal(50, audio.Take(out var audioTime).Data[0]);
        Assert.Equal(video.TimestampAt(now), videoTime);
        Assert.Equal(audio.TimestampAt(now), audioTime);
    }

    [Fact]
    public void A_packet_is_sent_again_under_its_own_number_in_the_retransmission_stream()
    {
        var video = Video();
        Span<byte> packet = stackalloc byte[100];
        var length = video.Write(packet, [1, 2, 3], 4_711, marker: true);
        Assert.True(RtpPacket.TryParse(packet[..length], out var original));
        var number = original.SequenceNumber;

        Span<byte> again = stackalloc byte[100];
        var againLength = video.WriteAgain(number, again);

        Assert.True(RtpPacket.TryParse(again[..againLength], out var retransmission));
        Assert.Equal(97, retransmission.PayloadType);
        Assert.NotEqual(video.Ssrc, retransmission.Ssrc);
        Assert.Equal([(byte)(number >> 8), (byte)number, 1, 2, 3], retransmission.Payload.ToArray());
        Assert.Equal(0, video.WriteAgain((ushort)(number + 1), again));
        Assert.Equal(1u, video.Retransmissions);
    }

    [Fact]
    public void A_packet_that_has_left_the_store_is_not_sent_again()
    {
        var video = Video();
        Span<byte> packet = stackalloc byte[100];
        video.Write(packet, [1], 0, marker: true);
        Assert.True(RtpPacket.TryParse(packet[..13], out var first));
        var number = first.SequenceNumber;

        for (var index = 0; index < 512; index++) video.Write(packet, [1], 0, marker: true);

        Assert.Equal(0, video.WriteAgain(number, packet));
        Assert.True(video.WriteAgain((ushort)(number + 1), packet) > 0);
    }

    private ClipStream Video() => new(_clock, TwoSeconds.Video, OutgoingFormat.Vp8());

    private ClipStream Audio() => new(_clock, TwoSeconds.Audio, OutgoingFormat.Opus());
}
