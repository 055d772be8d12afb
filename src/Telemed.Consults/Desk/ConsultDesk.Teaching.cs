namespace Telemed.Consults.Desk;

/// <summary>Those who look on to learn.</summary>
public sealed partial class ConsultDesk
{
    /// <summary>Opens the room to those who look on, by the patient's consent to teaching, or closes it to them.</summary>
    public Task<Outcome<ConsultView>> TeachAsync(
        Caller caller, ConsultId id, bool open, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "teach",
            CaseAction.Teach,
            _ => new ConsultCommand.Teach(caller.Who.Id, caller.Now, open),
            cancellation);

    /// <summary>The lead or the asking doctor removes who looks on; they are not let in until it is opened anew.</summary>
    public Task<Outcome<ConsultView>> RemoveViewerAsync(
        Caller caller, ConsultId id, PersonId viewer, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "remove-viewer",
            CaseAction.Remove,
            _ => new ConsultCommand.RemoveViewer(caller.Who.Id, caller.Now, viewer),
            cancellation);
}
