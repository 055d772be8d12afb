using System.Text.Json.Nodes;
using Telemed.Consults.Fhir;

namespace Telemed.Consults.Desk;

/// <summary>Cases for other systems.</summary>
public sealed partial class ConsultDesk
{
    /// <summary>A whole case as a FHIR R4 Bundle, for those who may see all of it.</summary>
    public async Task<Outcome<JsonObject>> ExportAsync(
        StaffMember who, ConsultId id, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var facts = await _store.ReadConsultAsync(id, cancellation);
        var state = facts.State;
        var network = await _directory.LoadAsync(cancellation);
        if (Gate<JsonObject>(who, state, CaseAction.ViewFull, now, network) is { } closed)
        {
            return closed;
        }

        var recordings = await _store.ListRecordingsAsync(id, cancellation);
        return new Outcome<JsonObject>.Done(
            new FhirCase(
                network,
                (ConsultState.Filed)state,
                facts,
                recordings,
                now,
                Gate<JsonObject>(who, state, CaseAction.KeepOrders, now, network) is null).Build());
    }
}
