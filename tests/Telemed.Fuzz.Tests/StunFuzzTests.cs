using System.Security.Cryptography;
using System.Text;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Session;
using Telemed.Rtc.Stun;
using Telemed.Rtc.Time;

namespace Telemed.Fuzz.Tests;

public sealed class StunFuzzTests
{
    private static readonly IceCredentials Local = IceCredentials.Create(Enumerable.Repeat((byte)1, 24).ToArray());
    private static readonly IceCredentials Remote = IceCredentials.Create(Enumerable.Repeat((byte)2, 24).ToArray());
    private static readonly NetworkPath Path = NetworkPath.FromIPv4(0x0A000001, 5000);

    public static TheoryData<int> Seeds => [1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_message_breaks_the_reader(int seed)
    {
        var key = Encoding.ASCII.GetBytes(Local.Password);
        FuzzRun.Bytes(seed, [Check(Local, Remote), Answer()], message =>
        {
            if (!StunMessage.TryParse(message, out var stun))
            {
                return;
            }

            foreach (var attribute in stun.Attributes)
            {
                Assert.True(attribute.Offset + 4 + attribute.Value.Length <= message.Length);
            }

            _ = (stun.Priority, stun.ErrorCode, stun.UseCandidate, stun.IsFromControlled);
            _ = stun.TryGetXorMappedAddress(NetworkProtocol.Udp, out _);
            _ = stun.VerifyFingerprint();
            _ = stun.VerifyIntegrity(key);
            _ = IceUsername.TryGetReceiver(message, out _);
        });
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_broken_check_gets_past_the_lite_agent(int seed)
    {
        var sound = Check(Local, Remote);
        var agent = new IceLiteAgent(Local);
        var response = new byte[StunMessageWriter.RecommendedBuffer];
        FuzzRun.Bytes(seed, [sound, Check(Remote, Local), Answer()], message =>
        {
            var length = agent.HandleDatagram(MonotonicTime.FromMilliseconds(1), Path, message, response);

            if (length != 0)
            {
                Assert.True(StunMessage.TryParse(response.AsSpan(0, length), out var answer));
                Assert.True(answer.VerifyFingerprint());
                Assert.Equal(
                    answer.Type == StunMessageType.BindingSuccess, message.AsSpan().SequenceEqual(sound));
            }
        });
        Assert.Equal(Path, agent.SelectedPath);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void No_broken_answer_connects_the_leading_agent(int seed)
    {
        using var random = RandomNumberGenerator.Create();
        var agent = new IceControllingAgent(Local, Remote, [new(Path, 1)], random);
        var response = new byte[StunMessageWriter.RecommendedBuffer];
        Assert.True(agent.TryPoll(default, response, out _, out _));
        FuzzRun.Bytes(seed, [Check(Local, Remote), Answer()], message =>
        {
            _ = agent.HandleDatagram(default, Path, message, response);
            Assert.Equal(IceState.Checking, agent.State);
        });
    }

    private static byte[] Check(IceCredentials receiver, IceCredentials sender)
    {
        var buffer = new byte[StunMessageWriter.RecommendedBuffer];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingRequest, new(1, 2));
        writer.Add(
            StunAttributeType.Username, Encoding.ASCII.GetBytes(receiver.UsernameFragment + ":" + sender.UsernameFragment));
        writer.Add(StunAttributeType.IceControlling, 5UL);
        writer.Add(StunAttributeType.Priority, 6u);
        writer.AddFlag(StunAttributeType.UseCandidate);
        writer.AddIntegrity(Encoding.ASCII.GetBytes(receiver.Password));
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    private static byte[] Answer()
    {
        var buffer = new byte[StunMessageWriter.RecommendedBuffer];
        var writer = new StunMessageWriter(buffer, StunMessageType.BindingError, new(1, 2));
        writer.AddXorMappedAddress(new(1, 2, 3, NetworkProtocol.Udp));
        writer.AddErrorCode(401, "Unauthenticated"u8);
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }
}
