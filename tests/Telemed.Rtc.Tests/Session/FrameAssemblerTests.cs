using Telemed.Rtc.Session;

namespace Telemed.Rtc.Tests.Session;

public sealed class FrameAssemblerTests
{
    private static readonly byte[] Stream = [0, 3, 1, 2, 3, 0, 0, 0, 1, 9, 0, 2, 7, 8];

    [Fact]
    public void Frames_are_whole_however_the_stream_is_cut()
    {
        for (var first = 0; first <= Stream.Length; first++)
        {
            for (var second = first; second <= Stream.Length; second++)
            {
                Assert.Equal(["010203", "", "09", "0708"], Read(Stream[..first], Stream[first..second], Stream[second..]));
            }
        }
    }

    [Fact]
    public void A_frame_that_is_too_long_breaks_the_stream()
    {
        var assembler = new FrameAssembler(4);
        ReadOnlySpan<byte> bytes = [0, 4, 1, 2, 3, 4, 0, 5, 1, 2, 3, 4, 5];

        Assert.True(assembler.TryTake(ref bytes, out var frame));
        Assert.Equal(4, frame.Length);
        Assert.False(assembler.TryTake(ref bytes, out _));
        Assert.True(assembler.IsBroken);
        bytes = [0, 1, 1];
        Assert.False(assembler.TryTake(ref bytes, out _));
    }

    private static List<string> Read(params byte[][] pieces)
    {
        var assembler = new FrameAssembler(8);
        List<string> frames = [];
        foreach (var piece in pieces)
        {
            ReadOnlySpan<byte> bytes = piece;
            while (assembler.TryTake(ref bytes, out var frame))
            {
                frames.Add(Convert.ToHexString(frame));
            }

            Assert.True(bytes.IsEmpty);
        }

        return frames;
    }
}
