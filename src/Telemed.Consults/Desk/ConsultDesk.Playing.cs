using System.Runtime.CompilerServices;

namespace Telemed.Consults.Desk;

/// <summary>Recordings that are played by who has no part in the case: by an order, or because the case was drawn.</summary>
public sealed partial class ConsultDesk
{
    /// <summary>How many marked cases are asked for; when there are more, again for twice as many.</summary>
    private const int AtFirst = 500;

    /// <summary>A records officer enters an order by which a regulator is to play the recording; another one confirms it.</summary>
    public async Task<Outcome<ConsultView>> EnterOrderAsync(
        Caller caller, ConsultId id, OrderText text, DateTimeOffset until, CancellationToken cancellation = default)
    {
        var errors = new (string Field, string? Text)[] { ("authority", text.Authority), ("number", text.Number), ("reason", text.Reason) }
            .SelectMany(one => RequestRules.Check(one.Field, one.Text)).ToDictionary(StringComparer.Ordinal);
        return errors.Count > 0
            ? new Outcome<ConsultView>.Invalid(errors)
            : await DoAsync(
                caller,
                id,
                "enter-order",
                CaseAction.KeepOrders,
                _ => new ConsultCommand.EnterOrder(caller.Who.Id, caller.Now, caller.Command.Value, WholeMilliseconds.Of(until), text),
                cancellation);
    }

    /// <summary>The second records officer confirms it.</summary>
    public Task<Outcome<ConsultView>> ConfirmOrderAsync(
        Caller caller, ConsultId id, string order, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "confirm-order",
            CaseAction.KeepOrders,
            _ => new ConsultCommand.ConfirmOrder(caller.Who.Id, caller.Now, order),
            cancellation);

    /// <summary>A records officer ends it before its time.</summary>
    public Task<Outcome<ConsultView>> EndOrderAsync(
        Caller caller, ConsultId id, string order, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "end-order",
            CaseAction.KeepOrders,
            _ => new ConsultCommand.EndOrder(caller.Who.Id, caller.Now, order),
            cancellation);

    /// <summary>The orders in force, for the regulator, with what each lets them play and nothing else of the case.</summary>
    public async Task<Outcome<IReadOnlyList<OrderedView>>> ListOrdersAsync(
        StaffMember who, DateTimeOffset now, CancellationToken cancellation = default)
    {
        if (!AccessPolicy.May(who.Roles, DeskAction.SeeOrders))
        {
            return new Outcome<IReadOnlyList<OrderedView>>.Forbidden();
        }

        var views = new List<OrderedView>();
        await foreach (var state in MarkedAsync(CaseMarks.Ordered, _ => true, cancellation))
        {
            var inForce = state.File.Orders.Where(one => one.IsInForceAt(now)).ToList();
            if (inForce.Count > 0)
            {
                var playable = await PlayableAsync(state.File, cancellation);
                views.AddRange(inForce.Select(one => new OrderedView(one.Text?.Authority, one.Text?.Number, one.Until, playable)));
            }
        }

        return new Outcome<IReadOnlyList<OrderedView>>.Done(views);
    }

    /// <summary>What was drawn and can still be played, for the quality reviewer.</summary>
    public async Task<Outcome<IReadOnlyList<SampleView>>> ListSampleAsync(
        StaffMember who, DateTimeOffset now, CancellationToken cancellation = default)
    {
        if (!AccessPolicy.May(who.Roles, DeskAction.SeeSample))
        {
            return new Outcome<IReadOnlyList<SampleView>>.Forbidden();
        }

        var views = new List<SampleView>();
        await foreach (var state in MarkedAsync(CaseMarks.Sampled, row => row.FinishedAt + AccessPolicy.SampleWindow > now, cancellation))
        {
            if (state.File.SampledAt is { } drawn && drawn + AccessPolicy.SampleWindow > now
                && await PlayableAsync(state.File, cancellation) is { Count: > 0 } playable)
            {
                views.Add(new(state.File.Request.Service, drawn, drawn + AccessPolicy.SampleWindow, playable));
            }
        }

        return new Outcome<IReadOnlyList<SampleView>>.Done(views);
    }

    private async IAsyncEnumerable<ConsultState.Filed> MarkedAsync(
        CaseMarks mark, Func<ConsultRow, bool> wanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IReadOnlyList<ConsultRow> rows;
        var most = AtFirst;
        while ((rows = await _store.ListConsultsAsync(new() { Marked = mark, Most = most }, cancellation)).Count == most)
        {
            most *= 2;
        }

        foreach (var row in rows.Where(wanted))
        {
            if (await LoadKnownAsync(row.Id, cancellation) is { } state)
            {
                yield return state;
            }
        }
    }

    /// <summary>A case; null where a newer version wrote what this one does not know, whose nodes list it.</summary>
    private async Task<ConsultState.Filed?> LoadKnownAsync(ConsultId id, CancellationToken cancellation)
    {
        try
        {
            return (await _store.LoadConsultAsync(id, cancellation)).State as ConsultState.Filed;
        }
        catch (NewerVersionException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<PlayableView>> PlayableAsync(CaseFile file, CancellationToken cancellation) =>
        [.. (await _store.ListRecordingsAsync(file.Id, cancellation))
            .Where(row => row.State.IsPlayable && !file.Quarantined.Contains(row.State.Id))
            .Select(row => new PlayableView(row.State.Id, row.State.StartedAt, row.State.RecordedBefore))];
}
