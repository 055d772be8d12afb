using System.Security.Cryptography;
using Telemed.Cli.Clips;
using Telemed.Rtc.Dtls;
using Telemed.Rtc.Ice;
using Telemed.Rtc.Sdp;
using Telemed.Rtc.Session;

namespace Telemed.Cli.Call;

/// <summary>
/// Our side of a negotiation: the offer of a clip's two streams and a few slots, and what it needs until the answer comes.
/// </summary>
internal sealed class CallOffer : IDisposable
{
    /// <summary>The m-line of the sound, as the offer numbers it.</summary>
    public const string AudioMid = "0";

    /// <summary>The m-line of the picture.</summary>
    public const string VideoMid = "1";

    private const string Cname = "telemed";

    private readonly DtlsCertificate _certificate = DtlsCertificate.Create(DateTimeOffset.UtcNow);
    private readonly IceCredentials _credentials = IceCredentials.Create(RandomNumberGenerator.GetBytes(IceCredentials.EntropyLength));
    private readonly OutgoingFormat _audio = OutgoingFormat.Opus();
    private readonly OutgoingFormat _video = OutgoingFormat.Vp8();

    /// <summary>Makes the offer with fresh keys and SSRCs.</summary>
    public CallOffer() => Sdp = SdpOfferWriter.Write(new OfferPlan
    {
        SessionId = (ulong)RandomNumberGenerator.GetInt32(int.MaxValue),
        Ice = _credentials,
        Fingerprint = _certificate.Fingerprint,
        Audio = new OfferStream(_audio.Ssrc, null, Cname, "voice", Cname),
        Video = new OfferStream(_video.Ssrc, _video.RetransmissionSsrc, Cname, "face", Cname),
    });

    /// <summary>The offer's text.</summary>
    public string Sdp { get; }

    /// <summary>Takes the answer and starts to send the clip.</summary>
    /// <exception cref="CliException">The answer is malformed or names no UDP address.</exception>
    public CallMedia Accept(string answerSdp, Clip clip)
    {
        if (!SdpAnswer.TryParse(answerSdp, out var answer, out var error))
        {
            throw new CliException($"the server's answer cannot be read: {error?.Message}");
        }

        var udp = answer!.Candidates.Where(candidate => candidate.Path.Protocol == NetworkProtocol.Udp).ToList();
        if (udp.Count == 0) throw new CliException("the server's answer names no UDP address");
        var best = udp.MaxBy(candidate => candidate.Priority);
        var transport = new PeerTransport(new PeerTransportOptions
        {
            IceRole = IceRole.Controlling,
            DtlsRole = answer.Description.Setup == SdpSetup.Passive ? DtlsRole.Active : DtlsRole.Passive,
            Certificate = _certificate,
            LocalCredentials = _credentials,
        });
        transport.SetRemote(answer.Description.Ice, answer.Description.Fingerprint);
        transport.AddRemoteCandidate(best.Path, best.Priority);
        return CallMedia.Start(transport, best.Path.ToEndPoint(), clip, _audio, _video);
    }

    /// <inheritdoc/>
    public void Dispose() => _certificate.Dispose();
}
