using Telemed.Rtc.Ice;
using Telemed.Rtc.Sdp;
using Telemed.Sfu.Routing;

namespace Telemed.Media.Signalling;

/// <summary>What came of an offer.</summary>
/// <param name="Sdp">The answer.</param>
/// <param name="Session">What both settle.</param>
/// <param name="Media">The same, as the router needs it.</param>
/// <param name="Restart">Our new credentials when the offer is an ICE restart, else null.</param>
internal sealed record NegotiationResult(
    string Sdp, NegotiatedSession Session, ParticipantMedia Media, IceCredentials? Restart);
