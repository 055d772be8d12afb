using System.Globalization;
using System.Text.Json;

namespace Telemed.Consults.Desk;

/// <summary>What follows from a signed opinion.</summary>
public sealed partial class ConsultDesk
{
    /// <summary>Plans the day on which a new draft is opened for the patient.</summary>
    public Task<Outcome<ConsultView>> PlanFollowUpAsync(
        Caller caller, ConsultId id, DateTimeOffset dueAt, string? note, CancellationToken cancellation = default) =>
        DoTextAsync(
            caller,
            id,
            "follow-up",
            CaseAction.PlanFollowUp,
            ("note", note),
            _ => new ConsultCommand.PlanFollowUp(caller.Who.Id, caller.Now, WholeMilliseconds.Of(dueAt), note),
            cancellation);

    /// <summary>Asks another house of the network to take the patient.</summary>
    public async Task<Outcome<ConsultView>> ReferAsync(
        Caller caller,
        ConsultId id,
        ReferralDirection direction,
        InstitutionId to,
        string reason,
        CancellationToken cancellation = default) =>
        await ClosedAsync(caller, id, CaseAction.Refer, cancellation)
            ?? ((await _directory.LoadAsync(cancellation)).FindInstitution(to) is null
                ? Unknown("to")
                : await DoTextAsync(
                    caller,
                    id,
                    "refer",
                    CaseAction.Refer,
                    ("reason", reason),
                    _ => new ConsultCommand.Refer(caller.Who.Id, caller.Now, direction, to, reason),
                    cancellation));

    /// <summary>A doctor of the house that is asked answers.</summary>
    public Task<Outcome<ConsultView>> AnswerReferralAsync(
        Caller caller, ConsultId id, bool accepted, string? note, CancellationToken cancellation = default) =>
        DoTextAsync(
            caller,
            id,
            "answer-referral",
            CaseAction.AnswerReferral,
            ("note", note),
            _ => new ConsultCommand.AnswerReferral(caller.Who.Id, caller.Now, accepted, note),
            cancellation);

    /// <summary>Sends a nurse of the asking institution, with the years that a visit at home asks for (A2).</summary>
    public async Task<Outcome<ConsultView>> OrderVisitAsync(
        Caller caller,
        ConsultId id,
        PersonId nurse,
        DateTimeOffset plannedAt,
        string? task,
        CancellationToken cancellation = default)
    {
        if (await ClosedAsync(caller, id, CaseAction.OrderVisit, cancellation) is { } closed)
        {
            return closed;
        }

        var known = (await _directory.LoadAsync(cancellation)).FindPerson(nurse);
        if (known is null || known.Institution != caller.Who.Institution)
        {
            return Unknown("nurse");
        }

        return StaffRules.MayVisit(known)
            ? await DoTextAsync(
                caller,
                id,
                "order-visit",
                CaseAction.OrderVisit,
                ("task", task),
                _ => new ConsultCommand.OrderVisit(
                    caller.Who.Id, caller.Now, nurse, WholeMilliseconds.Of(plannedAt), task),
                cancellation)
            : new Outcome<ConsultView>.Refused(new(
                "nurse-years", $"A visit at home is for a licensed nurse of {StaffRules.HomeVisitYears} years and more."));
    }

    /// <summary>The nurse who was sent says what they found.</summary>
    public Task<Outcome<ConsultView>> FinishVisitAsync(
        Caller caller, ConsultId id, string report, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "finish-visit",
            CaseAction.FinishVisit,
            ("report", report),
            _ => new ConsultCommand.FinishVisit(caller.Who.Id, caller.Now, report),
            cancellation);

    /// <summary>Writes down who pays how much.</summary>
    public Task<Outcome<ConsultView>> SettleAsync(
        Caller caller, ConsultId id, Payer payer, long amountFen, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "settle",
            CaseAction.Settle,
            _ => new ConsultCommand.Settle(caller.Who.Id, caller.Now, payer, amountFen),
            cancellation);

    /// <summary>What keeps a person from an action, asked before anything else of what they sent is looked at.</summary>
    private async Task<Outcome<ConsultView>?> ClosedAsync(
        Caller caller, ConsultId id, CaseAction action, CancellationToken cancellation) => Gate<ConsultView>(
            caller.Who, (await _store.LoadConsultAsync(id, cancellation)).State, action, caller.Now);

    private static Outcome<ConsultView> Unknown(string field) => new Outcome<ConsultView>.Invalid(
        new Dictionary<string, string>(StringComparer.Ordinal) { [field] = "unknown" });

    /// <summary>Who pays how much, as a table; nothing of a patient is in it.</summary>
    public async Task<Outcome<string>> ExportSettlementsAsync(
        StaffMember who, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default)
    {
        if (!AccessPolicy.May(who.Roles, DeskAction.ExportSettlements))
        {
            return new Outcome<string>.Forbidden();
        }

        var rows = await _store.ListSettlementsAsync(from, until, cancellation);
        return new Outcome<string>.Done(Csv.Write(
        [
            ["case", "institution", "service", "payer", "amountYuan", "at"],
            .. rows.Select(row => (string[])
            [
                row.Consult.Value,
                row.Institution.Value,
                row.Service.Value,
                JsonNamingPolicy.CamelCase.ConvertName(row.Payer.ToString()),
                (row.AmountFen / 100m).ToString("0.00", CultureInfo.InvariantCulture),
                row.At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ]),
        ]));
    }
}
