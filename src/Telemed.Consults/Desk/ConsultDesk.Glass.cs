namespace Telemed.Consults.Desk;

/// <summary>The glass, and what those who see no case may know of all of them.</summary>
public sealed partial class ConsultDesk
{
    private const int MostGlasses = 500;

    /// <summary>Opens a case for a clinician who has no part in it, with a reason (A4).</summary>
    public Task<Outcome<ConsultView>> BreakGlassAsync(
        Caller caller, ConsultId id, string reason, CancellationToken cancellation = default) => DoTextAsync(
            caller,
            id,
            "break-glass",
            CaseAction.BreakGlass,
            ("reason", reason),
            _ => new ConsultCommand.BreakGlass(caller.Who.Id, caller.Now, reason),
            cancellation);

    /// <summary>The privacy officer looks into what a person opened at an instant.</summary>
    public async Task<Outcome<GlassView>> ReviewGlassAsync(
        Caller caller,
        ConsultId id,
        PersonId person,
        DateTimeOffset at,
        bool justified,
        CancellationToken cancellation = default)
    {
        var outcome = await _runner.RunAsync(
            id,
            new(caller.Who.Id, caller.Command, "review-glass", id.Value, caller.Now),
            state => Gate<ConsultCommand>(caller.Who, state, CaseAction.ReviewGlass, caller.Now)
                ?? new Outcome<ConsultCommand>.Done(
                    new ConsultCommand.ReviewGlass(caller.Who.Id, caller.Now, person, at, justified)),
            cancellation);
        if (outcome is not Outcome<Ran>.Done { Value.State.File: var file })
        {
            return outcome.As<GlassView>();
        }

        var builder = new ViewBuilder(await _directory.LoadAsync(cancellation), caller.Who, caller.Now, _times.LeadWindow);
        return new Outcome<GlassView>.Done(
            builder.Glass(id, file.Glasses.First(one => one.Person == person && one.At == at)));
    }

    /// <summary>Every opened glass, for the privacy officer.</summary>
    public async Task<Outcome<IReadOnlyList<GlassView>>> ListGlassesAsync(
        StaffMember who, DateTimeOffset now, CancellationToken cancellation = default)
    {
        if (!AccessPolicy.May(who.Roles, DeskAction.OverseeGlasses))
        {
            return new Outcome<IReadOnlyList<GlassView>>.Forbidden();
        }

        var builder = new ViewBuilder(await _directory.LoadAsync(cancellation), who, now, _times.LeadWindow);
        var views = new List<GlassView>();
        foreach (var row in await _store.ListGlassesAsync(MostGlasses, cancellation))
        {
            if ((await _store.LoadConsultAsync(row.Consult, cancellation)).State is ConsultState.Filed { File: var file }
                && file.Glasses.FirstOrDefault(one => one.Person == row.Person && one.At == row.At) is { } glass)
            {
                views.Add(builder.Glass(row.Consult, glass));
            }
        }

        return new Outcome<IReadOnlyList<GlassView>>.Done(views);
    }

    /// <summary>The regulator's counts: of each kind how many, and nothing else.</summary>
    public async Task<Outcome<IReadOnlyList<CountRow>>> CountAsync(
        StaffMember who, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default) =>
        AccessPolicy.May(who.Roles, DeskAction.SeeCounts)
            ? new Outcome<IReadOnlyList<CountRow>>.Done(await _store.CountAsync(from, until, cancellation))
            : new Outcome<IReadOnlyList<CountRow>>.Forbidden();
}
