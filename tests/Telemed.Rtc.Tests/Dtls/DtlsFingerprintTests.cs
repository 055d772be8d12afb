using Telemed.Rtc.Dtls;

namespace Telemed.Rtc.Tests.Dtls;

public sealed class DtlsFingerprintTests
{
    // SHA-256 of "abc" (FIPS 180-4).
    private const string Abc =
        "BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD";

    [Fact]
    public void Digest_is_written_as_sdp_wants_it() =>
        Assert.Equal(Abc, DtlsFingerprint.OfCertificate("abc"u8).ToString());

    [Theory]
    [InlineData(Abc)]
    [InlineData("sha-256 " + Abc)]
    [InlineData("SHA-256  " + Abc + " ")]
    public void Sdp_values_are_read(string text)
    {
        Assert.True(DtlsFingerprint.TryParse(text, out var fingerprint));
        Assert.Equal(DtlsFingerprint.OfCertificate("abc"u8), fingerprint);
        Assert.True(DtlsFingerprint.TryParse(text.ToLowerInvariant(), out fingerprint));
        Assert.Equal(Abc, fingerprint.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha-256")]
    [InlineData("sha-256 ")]
    [InlineData("sha-1 " + Abc)]
    [InlineData("sha-256 " + Abc + ":00")]
    [InlineData("BA-78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD")]
    [InlineData("GA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:AD")]
    [InlineData("BA:78:16:BF:8F:01:CF:EA:41:41:40:DE:5D:AE:22:23:B0:03:61:A3:96:17:7A:9C:B4:10:FF:61:F2:00:15:+A")]
    public void Anything_else_is_refused(string text) => Assert.False(DtlsFingerprint.TryParse(text, out _));

    [Fact]
    public void Every_cut_is_refused()
    {
        for (var length = 0; length < Abc.Length; length++)
            Assert.False(DtlsFingerprint.TryParse(Abc.AsSpan(0, length), out _));
    }
}
