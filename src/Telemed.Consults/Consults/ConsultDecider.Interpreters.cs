using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>Interpreters: asked by language, the first who takes it has it.</summary>
public sealed partial class ConsultDecider
{
    /// <summary>Nobody hears of a draft.</summary>
    private static bool TakesInterpreter(ConsultState.Filed s) =>
        (IsBeforeSession(s) || s is ConsultState.InSession or ConsultState.Interrupted)
        && s is not (ConsultState.Draft or ConsultState.Returned) && s.File.Request.Lane != Lane.Asynchronous;

    private Decision<ConsultEvent> LookForInterpreter(ConsultState.Filed s, AskInterpreter c) => s.File.Interpretation switch
    {
        { TakesPart: true } => Refuse("interpreter-there", "Somebody interprets already."),
        { } open when open.IsOpenAt(c.Now) && open.Language == c.Language => Accept(),
        _ when c.Speakers.Count == 0 => Refuse("no-interpreter", "Nobody of the network interprets this language."),
        _ => Accept(new ConsultEvent.InterpreterAsked(c.By, c.Now, c.Language, c.Speakers, c.Now + times.AnswerInvitation)),
    };

    private static Decision<ConsultEvent> AnswerInterpreter(ConsultState.Filed s, AnswerInterpreting c) => s.File.Interpretation switch
    {
        { TakesPart: true } mine when mine.Interpreter == c.By => c.Accepted ? Accept() : LetGo(s, c, c.By),
        { TakesPart: true } => Refuse("interpreter-there", "Somebody else was quicker."),
        { } one when one.EndedAt is not null || !one.Asked.Contains(c.By) => NotAsked(),
        { } one when !one.IsOpenAt(c.Now) => Refuse("request-expired", "It was asked too long ago."),
        { } when c.Accepted => Accept(new ConsultEvent.InterpreterFound(c.By, c.Now)),
        { } one => one.Declined.Contains(c.By) ? Accept() : Accept(new ConsultEvent.InterpreterDeclined(c.By, c.Now)),
        null => NotAsked(),
    };

    private static Decision<ConsultEvent> CallInterpreterOff(ConsultState.Filed s, EndInterpreter c) => s.File.Interpretation switch
    {
        null => NotAsked(),
        { EndedAt: not null } => Accept(),
        { } one => LetGo(s, c, one.Interpreter),
    };

    private static Decision<ConsultEvent> LetGo(ConsultState.Filed s, ConsultCommand c, PersonId? interpreter)
    {
        var ended = new ConsultEvent.InterpreterEnded(c.By, c.Now, interpreter);
        return interpreter is { } who && s is ConsultState.Engaged engaged && engaged.Engagement.IsPresent(who)
            ? Accept(new ConsultEvent.RoomLeft(c.By, c.Now, who, LeaveCause.Left, SideOf(engaged, who)), ended)
            : Accept(ended);
    }

    private static Decision<ConsultEvent> NotAsked() => Refuse("not-asked", "No interpreter is asked for, or not this one.");
}
