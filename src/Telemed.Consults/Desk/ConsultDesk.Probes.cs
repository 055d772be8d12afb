namespace Telemed.Consults.Desk;

/// <summary>The asking house's link before an appointment, and how a session stands.</summary>
public sealed partial class ConsultDesk
{
    /// <summary>The page of the asking house has measured its link.</summary>
    public Task<Outcome<ConsultView>> ReportProbeAsync(
        Caller caller, ConsultId id, SiteLink link, CancellationToken cancellation = default) =>
        RequestRules.Check(link) is { Count: > 0 } errors
            ? Task.FromResult<Outcome<ConsultView>>(new Outcome<ConsultView>.Invalid(errors))
            : DoAsync(
                caller,
                id,
                "probe",
                CaseAction.ReportProbe,
                _ => new ConsultCommand.ReportProbe(caller.Who.Id, caller.Now, link),
                cancellation);

    /// <summary>How the session of a consult stands; <c>null</c> when nobody has accepted it.</summary>
    public async Task<SessionView?> FindSessionAsync(ConsultId id, CancellationToken cancellation = default) =>
        (await _store.LoadConsultAsync(id, cancellation)).State is ConsultState.Engaged state
            ? SessionOf(state, await _directory.LoadAsync(cancellation))
            : null;

    private SessionView? SessionNow(ConsultState state, Network network) =>
        state is ConsultState.InSession or ConsultState.Interrupted ? SessionOf((ConsultState.Engaged)state, network) : null;

    /// <summary>Both sides phone one number: the network's, or that of the specialist's hospital, or the nearest.</summary>
    private SessionView SessionOf(ConsultState.Engaged state, Network network) => new(
        state.Engagement.SessionStartedAt,
        _times.SessionLimit > TimeSpan.Zero ? (long)_times.SessionLimit.TotalMilliseconds : null,
        state.Engagement.RanLong,
        _ring.PhoneBridge
            ?? (network.FindPerson(state.Engagement.Lead) is { } lead ? network.FindInstitution(lead.Institution)?.Phone : null)
            ?? network.PhoneFor(state.File.Institution)
            ?? _ring.PhoneInstead,
        (long)_times.OfferBridge.TotalMilliseconds,
        state is ConsultState.Interrupted { BridgeOffered: true });
}
