using System.Net.Http.Json;

namespace Telemed.Server.Tests;

/// <summary>E1: media travel by DTLS-SRTP alone, and a session's cookie over TLS alone, but for the loopback.</summary>
public sealed class E1Tests : AcceptedCase
{
    [Fact]
    public async Task An_offer_without_encryption_is_refused_and_no_answer_has_a_line_without_it()
    {
        string[] plain =
        [
            Offers.Browser().Replace("UDP/TLS/RTP/SAVPF", "RTP/AVPF", StringComparison.Ordinal),
            Offers.Browser().Replace("UDP/TLS/RTP/SAVPF", "RTP/AVP", StringComparison.Ordinal),
            string.Join("\r\n", Offers.Browser().Split("\r\n").Where(line => !line.StartsWith("a=fingerprint", StringComparison.Ordinal))),
        ];
        foreach (var offer in plain)
        {
            Assert.NotEqual(Offers.Browser(), offer);
            var (_, address) = await Liu.TokenAsync(Consult);
            await using var hub = await TestHub.ConnectAsync(address);
            var code = await hub.RefusalAsync("Join", new { messageId = "1", offerSdp = offer, device = "x" });
            Assert.Contains(code, (string[])["offer-malformed", "offer-unsupported"]);
        }

        var (_, reply) = await Liu.EnterAsync(Consult);
        var answer = reply.GetProperty("answerSdp").GetString()!.Split("\r\n");
        var media = answer.Where(line => line.StartsWith("m=", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(media);
        Assert.All(media, line => Assert.Equal("UDP/TLS/RTP/SAVPF", line.Split(' ')[2]));
        Assert.Contains(answer, line => line.StartsWith("a=fingerprint:sha-256 ", StringComparison.Ordinal));
        Assert.DoesNotContain(answer, line => line.StartsWith("a=crypto", StringComparison.Ordinal)); // Keys in the clear (RFC 4568).
    }

    [Fact]
    public async Task Beyond_the_loopback_a_session_is_kept_from_plain_connections()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/session")
        {
            Content = JsonContent.Create(new { user = Person.ClinicDoctor, password = TestServer.Password }),
        };
        request.Headers.Host = "hospital.example";
        using var client = Server.Client();
        var there = await client.SendAsync(request);
        Assert.Contains("; secure", there.Headers.GetValues("Set-Cookie").Single(), StringComparison.OrdinalIgnoreCase);
    }
}
