using Telemed.Consults.Access;
using Telemed.Consults.Consults;
using Telemed.Consults.Recordings;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>
/// The specialists switch the recording; who asked for the consult asks them to. There is one question at a time. It is the
/// room's and no fact of the case, as a raised hand is none: a room that another node takes over is asked again. It is over
/// once the recording is as it was asked for, by whomever, or can no longer be, once somebody said not now, and once who asked is gone.
/// </summary>
internal sealed partial class RoomHost
{
    private RecordingAskView? _asked;

    /// <summary>Asks the specialists in the room; who asks again for the same asks nothing new.</summary>
    public Task<Answer<Nothing>> AskRecordingAsync(string person, AskRecordingRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            var gate = await _services.Recordings.GateAsync(await CallerOfAsync(member), Consult, CaseAction.AskForRecording);
            if (!gate.ToAnswer().TryGet(out var recording, out var closed))
            {
                return closed;
            }

            if (VerbFor(request.On, recording.State) is null)
            {
                return new Refusal(ProblemKind.Refused, "The recording is so already, or cannot be switched now.") { Reason = "recording-so-already" };
            }

            if (!_members.Values.Any(one => one is { Connected: true, Device: null } && Answers(one)))
            {
                return new Refusal(ProblemKind.Refused, "No specialist is in the room to switch the recording.") { Reason = "no-specialist-here" };
            }

            if (_asked is null)
            {
                _asked = new(member.Id, request.On, Now);
                Tell(new RoomEvent.RecordingAsked(_asked));
            }

            return default(Nothing);
        });

    /// <summary>A specialist switches the recording as it was asked for, or says not now.</summary>
    public Task<Answer<Nothing>> AnswerRecordingAsync(string person, AnswerRecordingRequest request) =>
        OnceAsync<Nothing>(person, request.MessageId, async member =>
        {
            var caller = await CallerOfAsync(member);
            var gate = await _services.Recordings.GateAsync(caller, Consult, CaseAction.ControlRecording);
            if (!gate.ToAnswer().TryGet(out var recording, out var closed))
            {
                return closed;
            }

            if (_asked is not { } asked || asked.On != request.On)
            {
                return new Refusal(ProblemKind.Refused, "Nobody asks for this any more.") { Reason = "nothing-asked" };
            }

            if (!request.Granted)
            {
                EndAsk(RecordingAnswer.Declined, member.Id);
                return default(Nothing);
            }

            _asked = null; // So that everybody hears whose answer it was, and not only that the recording is another than before.
            try
            {
                if (VerbFor(asked.On, recording.State) is { } verb && (await CommandRecordingAsync(verb, caller, label: null)).Refusal is { } refusal)
                {
                    _asked = asked;
                    return refusal;
                }
            }
            catch
            {
                _asked = asked;
                throw;
            }

            Tell(new RoomEvent.RecordingAsked(null, RecordingAnswer.Switched, member.Id));
            return default(Nothing);
        });

    /// <summary>How a recording in this state is brought to run or to rest; null when it is so, or can be neither.</summary>
    private static RecordingVerb? VerbFor(bool on, RecordingStatus state) => (on, state) switch
    {
        (true, RecordingStatus.Paused) => RecordingVerb.Resume,
        (true, RecordingStatus.On or RecordingStatus.AwaitingConsent or RecordingStatus.Failed) => null,
        (true, _) => RecordingVerb.Start,
        (false, RecordingStatus.On) => RecordingVerb.Pause,
        (false, RecordingStatus.AwaitingConsent) => RecordingVerb.Stop,
        _ => null,
    };

    private static bool Answers(RoomMember member) => member.Side is RoomSide.Specialist or RoomSide.Expert;

    /// <summary>Whether somebody asks for the recording or answers that: nobody else is shown the question.</summary>
    private static bool HearsAsk(RoomMember member) => member.Side == RoomSide.Requester || Answers(member);

    private void EndAsk(RecordingAnswer answer, string? by = null)
    {
        if (_asked is not null)
        {
            _asked = null;
            Tell(new RoomEvent.RecordingAsked(null, answer, by));
        }
    }

    private void EndAskOf(string member)
    {
        if (_asked?.By == member)
        {
            EndAsk(RecordingAnswer.Dropped);
        }
    }
}
