using System.Text;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;

namespace Telemed.Fuzz.Tests;

public sealed class SdpFuzzTests
{
    private const int Rounds = 1500;

    public static TheoryData<string, int> Samples
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (var sample in (string[])["chromium-simulcast-offer.sdp", "firefox-like-offer.sdp"])
            {
                data.Add(sample, 1);
                data.Add(sample, 2);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void Every_broken_offer_is_refused_with_a_reason_or_gets_an_answer_that_reads_back(string sample, int seed)
    {
        var answered = 0;
        FuzzRun.Text(seed, Rounds, Load(sample), text =>
        {
            if (!SdpOffer.TryParse(text, out var offer, out var error))
            {
                Assert.NotNull(error);
                return;
            }

            answered++;
            var session = SdpAnswerWriter.Write(offer!, Plan(offer!), out var answer);
            Assert.Equal(offer!.Description.Media.Count, session.Media.Count);
            if (session.Media.All(media => media.IsRejected))
            {
                return;
            }

            Assert.True(SdpAnswer.TryParse(answer, out var parsed, out error), error?.ToString());
            Assert.Equal(session.Media.Select(media => media.Mid), parsed!.Description.Media.Select(media => media.Mid));
            Assert.Equal(session.Media.Select(m => m.IsRejected), parsed.Description.Media.Select(m => m.IsRejected));
        });
        Assert.InRange(answered, 1, Rounds * 1000);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_broken_answer_is_read_or_refused_with_a_reason(int seed)
    {
        Assert.True(SdpOffer.TryParse(Load("firefox-like-offer.sdp"), out var offer, out _));
        SdpAnswerWriter.Write(offer!, Plan(offer!), out var answer);
        FuzzRun.Text(seed, Rounds, answer, text =>
        {
            if (SdpAnswer.TryParse(text, out var parsed, out var error))
            {
                _ = parsed!.Candidates.Count + parsed.Slots.Count(slot => slot.PrimaryPair is not null);
            }
            else
            {
                Assert.NotNull(error);
            }
        });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Noise_is_refused_with_a_reason(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 20_000; round++)
        {
            var text = new char[random.Next(100)];
            for (var index = 0; index < text.Length; index++)
            {
                text[index] = "v=0\r\nma:/; 159\u4E2D\0"[random.Next(16)];
            }

            Assert.False(SdpOffer.TryParse("v=0\r\n" + new string(text), out _, out var error));
            Assert.NotNull(error);
        }
    }

    private static string Load(string name)
    {
        using var stream = typeof(SdpFuzzTests).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\r\n");
    }

    private static AnswerPlan Plan(SdpOffer offer) => new()
    {
        SessionId = 1,
        SessionVersion = 2,
        Ice = IceCredentials.Create(new byte[24]),
        Fingerprint = DtlsFingerprint.OfCertificate([1]),
        Candidates = [SdpCandidate.Host(NetworkPath.FromIPv4(1, 2), 0)],
        Media =
        [
            .. offer.Description.Media.Select(MediaPlan (media) => media.Direction == SdpDirection.ReceiveOnly
                ? new MediaPlan.Send(new((uint)media.Index), new((uint)media.Index + 1000), "s", "t", "c")
                : new MediaPlan.Receive()),
        ],
    };
}
