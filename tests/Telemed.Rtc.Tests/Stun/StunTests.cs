using Telemed.Rtc.Session;
using Telemed.Rtc.Stun;

namespace Telemed.Rtc.Tests.Stun;

/// <summary>The test vectors of RFC 5769, which hold for RFC 8489 too.</summary>
public sealed class StunTests
{
    private const string Password = "VOkJxbRl1RmTxUk/WvJxBt";
    private static readonly StunTransactionId Transaction = new(0xb7e7a701, 0xbc34d686fa87dfae);

    // Section 2.1.
    private static readonly byte[] Request = Convert.FromHexString(
        "000100582112a442b7e7a701bc34d686fa87dfae"
        + "802200105354554e207465737420636c69656e74"
        + "002400046e0001ff"
        + "80290008932ff9b151263b36"
        + "000600096576746a3a68367659202020"
        + "000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
        + "80280004e57a3bcf");

    // Section 2.2.
    private static readonly byte[] IPv4Response = Convert.FromHexString(
        "0101003c2112a442b7e7a701bc34d686fa87dfae"
        + "8022000b7465737420766563746f7220"
        + "002000080001a147e112a643"
        + "000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7"
        + "80280004c07d4c96");

    // Section 2.3.
    private static readonly byte[] IPv6Response = Convert.FromHexString(
        "010100482112a442b7e7a701bc34d686fa87dfae"
        + "8022000b7465737420766563746f7220"
        + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
        + "00080014a382954e4be67bf11784c97c8292c275bfe3ed41"
        + "80280004c8fb0b4c");

    private readonly byte[] _buffer = new byte[StunMessageWriter.RecommendedBuffer];

    private static byte[] Key => System.Text.Encoding.ASCII.GetBytes(Password);

    [Fact]
    public void The_sample_request_is_read_and_verified()
    {
        Assert.True(StunMessage.TryParse(Request, out var message));

        Assert.Equal(StunMessageType.BindingRequest, message.Type);
        Assert.Equal(Transaction, message.TransactionId);
        Assert.Equal("evtj:h6vY"u8, message.Username);
        Assert.Equal(0x6e0001ffu, message.Priority);
        Assert.True(message.IsFromControlled);
        Assert.False(message.IsFromControlling);
        Assert.False(message.UseCandidate);
        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
    }

    [Fact]
    public void The_sample_IPv4_response_is_read_and_verified()
    {
        Assert.True(StunMessage.TryParse(IPv4Response, out var message));

        Assert.Equal(StunMessageType.BindingSuccess, message.Type);
        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
        Assert.True(message.TryGetXorMappedAddress(NetworkProtocol.Udp, out var path));
        Assert.Equal(NetworkPath.FromIPv4(0xC0000201, 32853), path);
    }

    [Fact]
    public void The_sample_IPv6_response_is_read_and_verified()
    {
        Assert.True(StunMessage.TryParse(IPv6Response, out var message));

        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
        Assert.True(message.TryGetXorMappedAddress(NetworkProtocol.Tcp, out var path));
        Assert.Equal(new(0x20010db812345678, 0x0011223344556677, 32853, NetworkProtocol.Tcp), path);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_writer_writes_the_sample_responses_but_for_their_padding(bool v6)
    {
        // The samples pad with blanks where we pad with zeros, so integrity is compared by verifying.
        var path = v6
            ? new NetworkPath(0x20010db812345678, 0x0011223344556677, 32853, NetworkProtocol.Udp)
            : NetworkPath.FromIPv4(0xC0000201, 32853);
        var sample = v6 ? IPv6Response : IPv4Response;
        var writer = new StunMessageWriter(_buffer, StunMessageType.BindingSuccess, Transaction);
        writer.Add(StunAttributeType.Software, "test vector"u8);
        writer.AddXorMappedAddress(path);
        var address = writer.Length;
        writer.AddIntegrity(Key);
        writer.AddFingerprint();

        Assert.Equal(sample.Length, writer.Length);
        Assert.Equal(sample[..35], _buffer[..35]);
        Assert.Equal(sample[36..address], _buffer[36..address]);
        Assert.True(StunMessage.TryParse(_buffer.AsSpan(0, writer.Length), out var message));
        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
    }

    [Fact]
    public void Integrity_is_computed_to_the_byte_of_the_sample()
    {
        var writer = new StunMessageWriter(_buffer, StunMessageType.BindingSuccess, Transaction);
        writer.Add(StunAttributeType.Software, "test vector"u8);
        _buffer[35] = 0x20;
        writer.AddXorMappedAddress(NetworkPath.FromIPv4(0xC0000201, 32853));
        writer.AddIntegrity(Key);
        writer.AddFingerprint();

        Assert.Equal(IPv4Response, _buffer[..writer.Length]);
    }

    [Fact]
    public void Any_flipped_bit_breaks_the_fingerprint()
    {
        for (var bit = 0; bit < Request.Length * 8; bit++)
        {
            var flipped = Request.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.False(StunMessage.TryParse(flipped, out var message) && message.VerifyFingerprint());
        }
    }

    [Fact]
    public void Any_flipped_bit_before_it_breaks_the_integrity()
    {
        for (var bit = 0; bit < (Request.Length - 8) * 8; bit++)
        {
            var flipped = Request.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            Assert.False(StunMessage.TryParse(flipped, out var message) && message.VerifyIntegrity(Key));
        }
    }

    [Fact]
    public void Every_truncation_and_extension_is_refused()
    {
        for (var length = 0; length < Request.Length; length++)
        {
            Assert.False(StunMessage.TryParse(Request.AsSpan(0, length), out _));
        }

        Assert.False(StunMessage.TryParse([.. Request, 0, 0, 0, 0], out _));
    }

    [Fact]
    public void An_attribute_behind_the_integrity_is_not_believed()
    {
        var writer = new StunMessageWriter(_buffer, StunMessageType.BindingRequest, Transaction);
        writer.Add(StunAttributeType.Username, "a:b"u8);
        writer.AddIntegrity(Key);
        writer.AddFlag(StunAttributeType.UseCandidate);
        writer.AddFingerprint();

        Assert.True(StunMessage.TryParse(_buffer.AsSpan(0, writer.Length), out var message));

        Assert.True(message.VerifyIntegrity(Key));
        Assert.True(message.VerifyFingerprint());
        Assert.False(message.UseCandidate);
    }

    [Fact]
    public void An_error_code_is_read_as_a_number()
    {
        var writer = new StunMessageWriter(_buffer, StunMessageType.BindingError, Transaction);
        writer.AddErrorCode(487, "Role Conflict"u8);

        Assert.True(StunMessage.TryParse(_buffer.AsSpan(0, writer.Length), out var message));

        Assert.Equal(487, message.ErrorCode);
        Assert.False(message.VerifyIntegrity(Key));
        Assert.False(message.VerifyFingerprint());
    }

    [Fact]
    public void A_wrong_password_does_not_verify()
    {
        Assert.True(StunMessage.TryParse(Request, out var message));

        Assert.False(message.VerifyIntegrity("VOkJxbRl1RmTxUk/WvJxBT"u8));
        Assert.False(message.VerifyIntegrity(default));
    }

    [Fact]
    public void Answering_a_check_allocates_nothing()
    {
        RoundTrip();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            RoundTrip();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static readonly byte[] KeyBytes = Key;

    private void RoundTrip()
    {
        Assert.True(StunMessage.TryParse(Request, out var message));
        Assert.True(message.VerifyIntegrity(KeyBytes));
        var writer = new StunMessageWriter(_buffer, StunMessageType.BindingSuccess, message.TransactionId);
        writer.AddXorMappedAddress(NetworkPath.FromIPv4(0xC0000201, 32853));
        writer.AddIntegrity(KeyBytes);
        writer.AddFingerprint();
    }
}
