using Telemed.Rtc.Session;

namespace Telemed.Rtc.Tests.Session;

public sealed class DatagramDemuxTests
{
    [Fact]
    public void Every_pair_of_first_bytes_has_its_kind()
    {
        for (var first = 0; first < 256; first++)
        {
            for (var second = 0; second < 256; second++)
            {
                var expected = (first, second) switch
                {
                    ( <= 3, _) => DatagramKind.Stun,
                    ( >= 20 and <= 63, _) => DatagramKind.Dtls,
                    ( >= 128 and <= 191, >= 192 and <= 223) => DatagramKind.Rtcp,
                    ( >= 128 and <= 191, _) => DatagramKind.Rtp,
                    _ => DatagramKind.Unknown,
                };
                Assert.Equal(expected, DatagramDemux.Classify([(byte)first, (byte)second]));
            }
        }
    }

    [Fact]
    public void A_datagram_too_short_to_tell_is_unknown()
    {
        Assert.Equal(DatagramKind.Unknown, DatagramDemux.Classify([]));
        Assert.Equal(DatagramKind.Unknown, DatagramDemux.Classify([0x80]));
    }
}
