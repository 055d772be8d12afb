using Telemed.Rtc.Srtp;

namespace Telemed.Rtc.Tests.Srtp;

/// <summary>The vectors of RFC 3711 appendix B and RFC 7714 sections 16 and 17.</summary>
public sealed unsafe class SrtpVectorTests
{
    private const string GcmKey = "000102030405060708090a0b0c0d0e0f";
    private const string GcmSalt = "517569642070726f2071756f";

    [Theory]
    [InlineData(SrtpKeyLabelName.RtpEncryption, "C61E7A93744F39EE10734AFE3FF7A087")]
    [InlineData(SrtpKeyLabelName.RtpSalt, "30CBBC08863D8C85D49DB34A9AE1")]
    [InlineData(SrtpKeyLabelName.RtpAuthentication, "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4")]
    public void Rfc3711_B3_keys_are_derived(SrtpKeyLabelName label, string expected)
    {
        var key = Convert.FromHexString("E1F97A0D3E018BE0D64FA32C06DE4139");
        var salt = Convert.FromHexString("0EC675AD498AFEEBB6960B3AABE6");
        var derived = new byte[expected.Length / 2];

        SrtpKeyDerivation.Derive(key, salt, (SrtpKeyLabel)label, derived);

        Assert.Equal(expected, Convert.ToHexString(derived));
    }

    [Fact]
    public void Rfc3711_B2_key_stream_is_made()
    {
        using var mode = new AesCounterMode(
            Convert.FromHexString("2B7E151628AED2A6ABF7158809CF4F3C"),
            Convert.FromHexString("F0F1F2F3F4F5F6F7F8F9FAFBFCFD"));
        var stream = new byte[0xFF02 * 16];
        fixed (byte* bytes = stream)
            mode.Apply(bytes, stream.Length, ssrc: 0, index: 0);

        Assert.Equal("E03EAD0935C95E80E166B16DD92B4EB4", Convert.ToHexString(stream, 0, 16));
        Assert.Equal("D23513162B02D0F72A43A2FE4A5F97AB", Convert.ToHexString(stream, 16, 16));
        Assert.Equal("41E95B3BB0A2E8DD477901E4FCA894C0", Convert.ToHexString(stream, 32, 16));
        Assert.Equal("EC8CDF7398607CB0F2D21675EA9EA1E4", Convert.ToHexString(stream, 0xFEFF * 16, 16));
        Assert.Equal("362B7C3C6773516318A077D7FC5073AE", Convert.ToHexString(stream, 0xFF00 * 16, 16));
        Assert.Equal("6A2CC3787889374FBEB4C81B17BA6C44", Convert.ToHexString(stream, 0xFF01 * 16, 16));
    }

    [Fact]
    public void Rfc7714_16_1_rtp_is_sealed_and_opened()
    {
        const string Plain = "8040f17b8041f8d35501a0b2"
            + "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573";
        const string Sealed = "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bca"
            + "be633bd50d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce";
        var packet = new byte[100];
        Convert.FromHexString(Plain).CopyTo(packet, 0);
        using var sender = new SrtpSender(RfcGcmCipher(encrypt: true));
        using var receiver = new SrtpReceiver(RfcGcmCipher(encrypt: false));

        var length = sender.ProtectRtp(packet, Plain.Length / 2);
        Assert.Equal(Sealed, Convert.ToHexStringLower(packet, 0, length));

        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtp(packet.AsSpan(0, length), out var opened));
        Assert.Equal(Plain, Convert.ToHexStringLower(packet, 0, opened));
    }

    [Fact]
    public void Rfc7714_17_1_rtcp_is_sealed_and_opened()
    {
        const uint Index = 0x5D4;
        const string Plain = "81c8000d4d6172734e5450314e545032525450200000042a0000e930"
            + "4c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef";
        const string Sealed = "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda"
            + "4ce09b4686303ded0bb9275bc84aa45896cf4d2fc5abf87245d9eade800005d4";
        var packet = new byte[100];
        Convert.FromHexString(Plain).CopyTo(packet, 0);
        using var cipher = RfcGcmCipher(encrypt: true);
        using var receiver = new SrtpReceiver(RfcGcmCipher(encrypt: false));
        int length;
        fixed (byte* bytes = packet)
            length = cipher.SealRtcp(bytes, Plain.Length / 2, Index);
        Assert.Equal(Sealed, Convert.ToHexStringLower(packet, 0, length));

        Assert.Equal(SrtpVerdict.Accepted, receiver.UnprotectRtcp(packet.AsSpan(0, length), out var opened));
        Assert.Equal(Plain, Convert.ToHexStringLower(packet, 0, opened));
    }

    [Fact]
    public void Rfc7714_17_3_unencrypted_rtcp_is_refused_though_its_tag_is_right()
    {
        var packet = Convert.FromHexString("81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeef"
            + "deadbeefdeadbeefdeadbeefdeadbeef841dd9683dd78ec92ae58790125f62b3000005d4");
        using var receiver = new SrtpReceiver(RfcGcmCipher(encrypt: false));

        Assert.Equal(SrtpVerdict.Malformed, receiver.UnprotectRtcp(packet, out _));
    }

    // The RFC's vectors give session keys, so they go below the key derivation.
    private static AesGcmCipher RfcGcmCipher(bool encrypt)
    {
        var key = Convert.FromHexString(GcmKey);
        var salt = Convert.FromHexString(GcmSalt);
        return new(encrypt, key, salt, key, salt);
    }
}

/// <summary>
/// The labels under test, by number; a public twin of the internal enum, as test parameters must be public.
/// </summary>
public enum SrtpKeyLabelName
{
    RtpEncryption = 0,
    RtpAuthentication = 1,
    RtpSalt = 2,
}
