using static Telemed.Consults.Consults.ConsultCommand;
using static Telemed.Consults.Decisions.Decision<Telemed.Consults.Consults.ConsultEvent>;

namespace Telemed.Consults.Consults;

/// <summary>The request: written, sent, reviewed, called off.</summary>
public sealed partial class ConsultDecider
{
    private static Decision<ConsultEvent> SaveRequest(SaveDraft c) =>
        Accept(new ConsultEvent.DraftSaved(c.By, c.Now, c.Id, c.Institution, c.Request));

    private Decision<ConsultEvent> SubmitRequest(ConsultState.Draft s, Submit c)
    {
        if (string.IsNullOrWhiteSpace(s.File.Request.Text?.Summary))
        {
            return Refuse("summary-missing", "A request says what is asked.");
        }

        var review = c.Review && s.File.Request.Lane != Lane.Emergency;
        var submitted = new ConsultEvent.RequestSubmitted(
            c.By, c.Now, review, [.. Deadlines.Of(s.File.Request, c.Now, times, c.Calendar ?? WorkCalendar.Plain)]);
        return review ? Accept(submitted) : Accept(submitted, Dispatch(s, c));
    }

    /// <summary>Changes nothing of the case's course; after a halt of the server everything that has passed is told at once.</summary>
    private static Decision<ConsultEvent> TellOverdue(ConsultState.Filed s, FireClock c) => IsDue(s, c)
        ? new Decision<ConsultEvent>.Accepted([.. Deadlines.Open(s).Where(one => one.At <= c.Now)
            .Select(one => new ConsultEvent.BecameOverdue(c.By, c.Now, one.For))])
        : StaleClock();

    private static Decision<ConsultEvent> ReturnRequest(Return c) =>
        string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(new ConsultEvent.RequestReturned(c.By, c.Now, c.Reason));

    private static Decision<ConsultEvent> RejectRequest(Reject c) =>
        string.IsNullOrWhiteSpace(c.Reason)
            ? ReasonMissing()
            : Accept(new ConsultEvent.RequestRejected(c.By, c.Now, c.Reason));

    /// <summary>An emergency never waits for its review; the reviewer's remark stands beside it.</summary>
    private static Decision<ConsultEvent> NoteBeside(ConsultState.Filed s, NoteReview c)
    {
        if (s.File.Request.Lane != Lane.Emergency || s is ConsultState.Draft)
        {
            return Refuse("not-in-state", "Only an emergency is reviewed beside its course.");
        }

        return string.IsNullOrWhiteSpace(c.Note)
            ? ReasonMissing()
            : Accept(new ConsultEvent.ReviewNoted(c.By, c.Now, c.Note));
    }

    private static Decision<ConsultEvent> CancelConsult(ConsultState.Filed s, Cancel c)
    {
        if (s is not ConsultState.Draft && string.IsNullOrWhiteSpace(c.Reason))
        {
            return ReasonMissing();
        }

        var lead = (s as ConsultState.Engaged)?.Engagement.Lead;
        return new Decision<ConsultEvent>.Accepted(
            [.. Withdraw(s, c, null), new ConsultEvent.ConsultCancelled(c.By, c.Now, lead, Text(c.Reason))]);
    }
}
