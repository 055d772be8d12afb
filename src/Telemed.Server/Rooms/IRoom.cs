using Telemed.Media;
using Telemed.Server.Hub;
using Telemed.Server.Problems;
using Telemed.Server.Tokens;
using Telemed.Server.Whip;

namespace Telemed.Server.Rooms;

/// <summary>
/// What the hub and the doors for devices ask of a room, whether a consult stands behind it or a load test. Every member
/// may be called from any thread. <c>who</c> is the participant that <see cref="JoinAsync"/> answered with.
/// </summary>
internal interface IRoom
{
    /// <summary>Brings a person in by their ticket, or back in after a broken connection.</summary>
    public Task<Answer<JoinReply>> JoinAsync(JoinTicket ticket, Outbox outbox, JoinRequest request);

    /// <summary>Answers a further offer.</summary>
    public Task<Answer<NegotiateReply>> NegotiateAsync(string who, NegotiateRequest request);

    /// <summary>Says what one of a participant's publications shows.</summary>
    public Task<Answer<Nothing>> SetPublicationAsync(string who, PublicationRequest request);

    /// <summary>Notes what a participant sends over their link.</summary>
    public Task<Answer<Nothing>> SetModeAsync(string who, ModeRequest request);

    /// <summary>States what a participant wishes to see.</summary>
    public Task<Answer<Nothing>> SetSlotsAsync(string who, SlotsRequest request);

    /// <summary>States how a participant hears the interpreter.</summary>
    public Task<Answer<Nothing>> SetMixAsync(string who, MixRequest request);

    /// <summary>A participant answers a consent for themselves.</summary>
    public Task<Answer<Nothing>> ConsentAsync(string who, ConsentRequest request);

    /// <summary>Says something in writing.</summary>
    public Task<Answer<Nothing>> ChatAsync(string who, ChatRequest request);

    /// <summary>A participant sets a mark.</summary>
    public Task<Answer<Nothing>> MarkAsync(string who, MarkRequest request);

    /// <summary>A participant draws over a picture or wipes it.</summary>
    public Task<Answer<Nothing>> DrawAsync(string who, DrawRequest request);

    /// <summary>A participant shows a file of the case, goes on with it, or ends.</summary>
    public Task<Answer<Nothing>> PresentAsync(string who, PresentRequest request);

    /// <summary>Who asks for the consult asks for the recording to run or to rest.</summary>
    public Task<Answer<Nothing>> AskRecordingAsync(string who, AskRecordingRequest request);

    /// <summary>A specialist does so, or says not now.</summary>
    public Task<Answer<Nothing>> AnswerRecordingAsync(string who, AnswerRecordingRequest request);

    /// <summary>Somebody who looks on raises a hand, or takes it down.</summary>
    public Task<Answer<Nothing>> RaiseHandAsync(string who, HandRequest request);

    /// <summary>A participant gives the word to somebody who looks on, takes it back, or lets it go.</summary>
    public Task<Answer<Nothing>> GiveWordAsync(string who, WordRequest request);

    /// <summary>A participant mutes another's voice.</summary>
    public Task<Answer<Nothing>> MuteAsync(string who, MuteRequest request);

    /// <summary>A participant removes another, or a device.</summary>
    public Task<Answer<Nothing>> RemoveAsync(string who, RemoveRequest request);

    /// <summary>A participant puts the call on hold for themselves, or goes on with it.</summary>
    public Task<Answer<Nothing>> SetHeldAsync(string who, HoldRequest request);

    /// <summary>A participant asks for a still of a camera.</summary>
    public Task<Answer<Nothing>> StillAsync(string who, StillRequest request);

    /// <summary>Takes a participant out for good.</summary>
    public Task<Answer<Nothing>> LeaveAsync(string who, LeaveRequest request);

    /// <summary>Tells that a connection is gone.</summary>
    public void Disconnected(string who, string connectionId);

    /// <summary>Tells what happened to the room's media.</summary>
    public void Happened(MediaEvent happened);

    /// <summary>Lets a device publish a feed (WHIP); its participant is called as the feed is.</summary>
    public Task<Answer<DeviceReply>> PublishAsync(JoinTicket ticket, string feed, DeviceOffer offer);

    /// <summary>Lets a device play a feed, a publication, or all that a participant sends (WHEP).</summary>
    public Task<Answer<DeviceReply>> PlayAsync(JoinTicket ticket, string publication, DeviceOffer offer);

    /// <summary>Answers a device's further offer.</summary>
    public Task<Answer<NegotiateReply>> NegotiateDeviceAsync(string device, string offerSdp);

    /// <summary>Takes a device out.</summary>
    public Task EndDeviceAsync(string device);
}
