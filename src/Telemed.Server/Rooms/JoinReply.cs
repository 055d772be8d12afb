using Telemed.Consults.Views;

namespace Telemed.Server.Rooms;

/// <summary>What a client gets for joining: the answer, and the room as it is.</summary>
/// <param name="AnswerSdp">The answer to its offer.</param>
/// <param name="Self">Its own participant id.</param>
/// <param name="Participants">Everybody, itself included.</param>
/// <param name="Publications">Everything that is sent.</param>
/// <param name="Slots">Its slots and what they carry.</param>
/// <param name="Recording">The recording.</param>
/// <param name="RecordingAsk">The open question whether it is to run or to rest, for those who ask or answer it.</param>
/// <param name="Sequence">The number of the room's latest event; the state above is as of then.</param>
/// <param name="ConsultId">The consult.</param>
/// <param name="Chat">What was written.</param>
/// <param name="Mix">How it hears the interpreter.</param>
/// <param name="Presentation">The file that somebody shows, as they look at it now; null when nobody does.</param>
/// <param name="Session">How the session stands; null when nobody has accepted the consult.</param>
/// <param name="Audience">Those who look on to learn.</param>
/// <param name="Missed">The lasting events since the number it resumes from; null when that cannot be said.</param>
internal sealed record JoinReply(
    string AnswerSdp,
    string Self,
    IReadOnlyList<ParticipantView> Participants,
    IReadOnlyList<PublicationView> Publications,
    IReadOnlyList<SlotView> Slots,
    RecordingView Recording,
    RecordingAskView? RecordingAsk,
    long Sequence,
    string ConsultId,
    IReadOnlyList<RoomLine> Chat,
    SoundMix Mix,
    PresentationView? Presentation,
    SessionView? Session,
    AudienceView Audience,
    IReadOnlyList<MissedEvent>? Missed);
