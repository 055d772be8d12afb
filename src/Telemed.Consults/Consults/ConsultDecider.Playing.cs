using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>Recordings that are played by somebody who has no part in the case of their own: each time by a grant, for a time.</summary>
public sealed partial class ConsultDecider
{
    private static Decision<ConsultEvent> AskForPlaying(ConsultState.Engaged s, AskToPlay c) =>
        s.File.PlayRequests.LastOrDefault(one => one.Recording == c.Recording) switch
        {
            { IsOpen: true } => Accept(), // The patient and the family may both ask; it is one question.
            { } answered when answered.IsGrantedAt(c.Now) => Refuse("granted-already", "The recording may be played already."),
            _ => Accept(new ConsultEvent.PlayAsked(c.By, c.Now, c.Recording)),
        };

    private Decision<ConsultEvent> AnswerPlaying(ConsultState.Engaged s, AnswerPlay c) =>
        !s.File.PlayRequests.Any(one => one.IsOpen && one.Recording == c.Recording)
            ? Refuse("nothing-asked", "Nobody asks to play this recording.")
            : string.IsNullOrWhiteSpace(c.Reason)
                ? ReasonMissing()
                : Accept(new ConsultEvent.PlayAnswered(c.By, c.Now, c.Recording, c.Granted ? c.Now + times.PatientPlays : null, c.Reason.Trim()));
}
