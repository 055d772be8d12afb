using Telemed.Rtc.Ice;
using Telemed.Rtc.Stun;

namespace Telemed.Rtc.Tests.Ice;

public sealed class IceStrangerTests
{
    [Theory]
    [InlineData(StunMessageType.BindingRequest, 64, false, true)]
    [InlineData(StunMessageType.BindingRequest, 0, false, false)]
    [InlineData(StunMessageType.BindingRequest, 64, true, false)]
    [InlineData(StunMessageType.BindingSuccess, 64, false, false)]
    [InlineData(StunMessageType.BindingError, 64, false, false)]
    public void A_check_that_names_nobody_is_refused_and_never_with_more_than_was_sent(
        StunMessageType type, int padding, bool named, bool answered)
    {
        var id = new StunTransactionId(1, 2);
        Span<byte> question = stackalloc byte[StunMessageWriter.RecommendedBuffer];
        var writer = new StunMessageWriter(question, type, id);
        if (padding > 0)
        {
            writer.Add((StunAttributeType)0x8022, new byte[padding]);
        }

        if (named)
        {
            writer.Add(StunAttributeType.Username, "a:b"u8);
        }

        Span<byte> answer = stackalloc byte[StunMessageWriter.RecommendedBuffer];
        var length = IceStranger.Answer(question[..writer.Length], answer);

        Assert.Equal(answered, length > 0);
        Assert.True(length <= writer.Length);
        Assert.Equal(answered, StunMessage.TryParse(answer[..length], out var message)
            && message.Type == StunMessageType.BindingError && message.TransactionId == id && message.ErrorCode == 400);
        Assert.Equal(0, IceStranger.Answer("GET / HTTP/1.1"u8, answer));
    }
}
