using Telemed.Consults.Consults;
using Telemed.Consults.Decisions;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Recordings;
using Telemed.Consults.Stores;

namespace Telemed.Cli.Simulate;

/// <summary>
/// A consult of the past, from its draft to its end: the facts that the rules make of its people's commands, and what a
/// store appends for them. One thread.
/// </summary>
/// <param name="id">The consult.</param>
/// <param name="asking">Who asks.</param>
/// <param name="lead">Who leads.</param>
/// <param name="ids">Where identifiers come from.</param>
internal sealed class PastConsult(ConsultId id, StaffMember asking, StaffMember lead, IIdSource ids)
{
    private static readonly ConsultDecider Decider = new(new());

    private readonly List<ConsultEvent> _facts = [];
    private readonly List<RecordingEvent> _recorded = [];
    private ConsultState _state = ConsultState.Unknown.Instance;
    private RecordingLife _recording = RecordingLife.Unknown;

    /// <summary>What a store appends: the consult, and its recording when it has one.</summary>
    public IEnumerable<StreamAppend> Appends()
    {
        yield return new StreamAppend.ToConsult(
            id, new(ConsultState.Unknown.Instance, 0, default), _facts, (ConsultState.Filed)_state);
        if (_recorded.Count > 0)
        {
            yield return new StreamAppend.ToRecording(
                _recording.Id, new(RecordingLife.Unknown, 0, default), _recorded, _recording);
        }
    }

    /// <summary>Lives through it; a case of every kind comes by its number.</summary>
    public void Live(int number, ServiceCode service, DateTimeOffset begin, DateTimeOffset now)
    {
        var at = begin;
        var urgency = (Urgency)(number % 3);
        Do(new ConsultCommand.SaveDraft(asking.Id, at, id, asking.Institution, new(
            service, urgency, null, new("Invented: fever for three days, short of breath.", new("Invented Name", Sex.Female, 20 + (number % 60), [])))));
        Do(new ConsultCommand.RecordConsent(asking.Id, at = at.AddMinutes(1), new(
            ConsentItem.Consult, ConsentSubject.Patient, asking.Id, true, ConsentMethod.Paper, "1", "zh", at, null)));
        Do(new ConsultCommand.CheckIdentity(asking.Id, at, ["name", "paper"]));
        Do(new ConsultCommand.Submit(asking.Id, at = at.AddMinutes(1)));
        if (number % 20 == 0)
        {
            Do(new ConsultCommand.Cancel(asking.Id, at.AddMinutes(1), "patientBetter"));
            return;
        }

        var offer = new OfferId(ids.Next());
        Do(new ConsultCommand.MakeOffers(PersonId.System, at, 1, at.AddSeconds(30), [new(offer, lead.Id, "onCall present")]));
        Do(new ConsultCommand.Accept(lead.Id, at = at.AddSeconds(5 + (number % 24)), offer));
        Meet(number, at.AddMinutes(2));
        Finish(number, at.AddMinutes(20), now);
    }

    private void Meet(int number, DateTimeOffset at)
    {
        Do(new ConsultCommand.EnterRoom(asking.Id, at, RoomSide.Requester));
        Do(new ConsultCommand.EnterRoom(lead.Id, at = at.AddSeconds(8), RoomSide.Specialist));
        var recorded = number % 4 == 0;
        if (recorded)
        {
            var recording = new RecordingId(ids.Next());
            Do(new ConsultCommand.OpenRecording(lead.Id, at = at.AddSeconds(5), recording));
            Record(new RecordingCommand.Request(
                lead.Id, at, recording, id, [new(asking.Id, true, true), new(lead.Id, true, true)], true));
            Record(new RecordingCommand.Lease(PersonId.System, at, "earlier"));
        }

        Do(new ConsultCommand.SaveOpinion(lead.Id, at = at.AddMinutes(9), new("Invented findings.", "Invented advice.")));
        Do(new ConsultCommand.End(lead.Id, at = at.AddMinutes(1)));
        if (recorded)
        {
            Record(new RecordingCommand.Stop(lead.Id, at));
            Record(new RecordingCommand.Seal(PersonId.System, at.AddMinutes(1), 600_000, 75_000_000));
        }
    }

    private void Finish(int number, DateTimeOffset at, DateTimeOffset now)
    {
        Do(new ConsultCommand.Sign(lead.Id, at));
        if (number % 50 == 1)
        {
            return; // The house has not answered yet.
        }

        Do(new ConsultCommand.Acknowledge(asking.Id, at = at.AddMinutes(30), true, null));
        if (number % 10 == 3)
        {
            Do(new ConsultCommand.Settle(asking.Id, at, (Payer)(number % 4), 4_000));
        }

        if (number % 2_000 == 7)
        {
            Do(new ConsultCommand.BreakGlass(lead.Id, at, "Invented reason."));
        }

        Do(new ConsultCommand.Close(asking.Id, at.AddMinutes(1)));
        if (ConsultClocks.Of(_state) is { Kind: ClockKind.Archive } clock && clock.DueAt <= now)
        {
            Do(new ConsultCommand.FireClock(PersonId.System, clock.DueAt, clock));
        }
    }

    private void Do(ConsultCommand command)
    {
        var accepted = (Decision<ConsultEvent>.Accepted)Decider.Decide(_state, command);
        _facts.AddRange(accepted.Facts);
        _state = accepted.Facts.Aggregate(_state, ConsultDecider.Evolve);
    }

    private void Record(RecordingCommand command)
    {
        var accepted = (Decision<RecordingEvent>.Accepted)RecordingDecider.Decide(_recording, command);
        _recorded.AddRange(accepted.Facts);
        _recording = accepted.Facts.Aggregate(_recording, RecordingDecider.Evolve);
    }
}
