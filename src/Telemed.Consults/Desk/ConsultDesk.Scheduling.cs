namespace Telemed.Consults.Desk;

/// <summary>Appointments: half hours of the lead, or of any specialist of the hospitals that may be asked; rooms and devices.</summary>
public sealed partial class ConsultDesk
{
    /// <summary>For how many days places are listed.</summary>
    private const int DaysAhead = 7;

    /// <summary>
    /// Makes or moves the appointment of a planned consult. A case that nobody leads yet takes a half hour of a
    /// <paramref name="specialist"/> whom the rota has on duty then, and is led by them. Rooms and devices are those of the
    /// asking house or of the specialist's.
    /// </summary>
    public async Task<Outcome<ConsultView>> ScheduleAsync(
        Caller caller,
        ConsultId id,
        DateTimeOffset startsAt,
        BookingChannel via,
        PersonId? specialist = null,
        IReadOnlyList<ResourceId>? resources = null,
        CancellationToken cancellation = default)
    {
        var state = (await _store.LoadConsultAsync(id, cancellation)).State;
        if (Gate<ConsultView>(caller.Who, state, CaseAction.Schedule, caller.Now) is { } closed)
        {
            return closed;
        }

        var network = await _directory.LoadAsync(cancellation);
        var filed = (ConsultState.Filed)state;
        var lead = AccessPolicy.LeadOf(filed) ?? specialist;
        if (Faults(network, filed, startsAt, caller.Now, specialist, resources ?? []) is { Count: > 0 } errors)
        {
            return new Outcome<ConsultView>.Invalid(errors);
        }

        if (IsGuest(caller.Who) && lead is { } whom && !IsPlace(network, filed.File, whom, startsAt, caller.Now))
        {
            return Unknown("startsAt");
        }

        var offer = new OfferId(_ids.Next());
        return await DoAsync(
            caller,
            id,
            "schedule",
            CaseAction.Schedule,
            s => new ConsultCommand.Schedule(
                caller.Who.Id,
                caller.Now,
                startsAt,
                via,
                specialist is { } with
                    ? new(offer, with, network.FindService(s.File.Request.Service)?.Reviewed ?? false)
                    : null,
                resources,
                network.Calendar),
            cancellation);
    }

    /// <summary>A guest books for the patient: online, or as who speaks for them.</summary>
    public Task<Outcome<GuestView>> ScheduleAsGuestAsync(
        ConsultId id,
        PersonId guest,
        CommandId command,
        DateTimeOffset startsAt,
        PersonId? specialist,
        DateTimeOffset now,
        CancellationToken cancellation = default) => AsGuestAsync(
            id,
            guest,
            command,
            now,
            caller => ScheduleAsync(
                caller,
                id,
                startsAt,
                caller.Who.Is(Role.Proxy) ? BookingChannel.Proxy : BookingChannel.Online,
                specialist,
                null,
                cancellation),
            cancellation);

    /// <summary>
    /// The half hours of the next days in which the lead is on duty and free, or any specialist of the service in the
    /// hospitals that may be asked while nobody leads; and the rooms and devices.
    /// </summary>
    public async Task<Outcome<PlacesView>> ListPlacesAsync(
        StaffMember who, ConsultId id, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var state = (await _store.LoadConsultAsync(id, cancellation)).State;
        if (Gate<PlacesView>(who, state, CaseAction.Schedule, now) is { } closed)
        {
            return closed;
        }

        var network = await _directory.LoadAsync(cancellation);
        var filed = (ConsultState.Filed)state;
        var able = Able(network, filed);
        var until = now.AddDays(DaysAhead);
        var taken = (await _store.ListBookingsAsync([.. able.Select(one => one.Id)], now, until, cancellation)).ToHashSet();
        var guest = IsGuest(who);
        var places = new List<PlaceView>();
        foreach (var at in PlaceGrid.After(now, DaysAhead))
        {
            var walkIn = PlaceGrid.IsForWalkIns(at, _times.WalkInEvery);
            PersonId[] free = guest && walkIn
                ? []
                : [.. able.Select(one => one.Id).Where(one => !taken.Contains(new(one, at))
                    && network.HasPlace(one, filed.File.Request.Service, at, filed.File.Institution))];
            if (free.Length > 0)
            {
                places.Add(new(at, walkIn, free));
            }
        }

        var people = new ViewBuilder(network, who, now, _times.LeadWindow);
        return new Outcome<PlacesView>.Done(new(
            places,
            [.. places.SelectMany(one => one.With).Distinct().Select(people.Person)],
            guest ? [] : await ResourcesAsync(network, filed, able, now, until, cancellation)));
    }

    private async Task<IReadOnlyList<ResourceView>> ResourcesAsync(
        Network network,
        ConsultState.Filed state,
        IReadOnlyList<StaffMember> able,
        DateTimeOffset now,
        DateTimeOffset until,
        CancellationToken cancellation)
    {
        var houses = able.Select(one => one.Institution).Append(state.File.Institution).ToHashSet();
        var all = network.Resources.Where(one => houses.Contains(one.Institution)).ToList();
        var taken = (await _store.ListResourceBookingsAsync(
            [.. all.Select(one => one.Id)], state.File.Id, now, until, cancellation)).ToLookup(one => one.Resource, one => one.Place);
        return [.. all.Select(one => new ResourceView(
            one.Id,
            one.Kind,
            one.Name,
            network.FindInstitution(one.Institution)?.Name ?? one.Name,
            [.. taken[one.Id]]))];
    }

    /// <summary>Who may lead the case by a booking: the lead alone once there is one.</summary>
    private static List<StaffMember> Able(Network network, ConsultState.Filed state)
    {
        if (AccessPolicy.LeadOf(state) is { } lead)
        {
            return [.. new[] { network.FindPerson(lead) }.OfType<StaffMember>()];
        }

        var gone = state.File.Offers.Where(one => one.Status is OfferStatus.Declined or OfferStatus.Released)
            .Select(one => one.Specialist).ToHashSet();
        return [.. network.SpecialistsFor(state.File.Institution)
            .Where(one => one.Services.Contains(state.File.Request.Service) && !gone.Contains(one.Id))];
    }

    /// <summary>What is wrong with what was sent: whoever leads by a booking is on duty then, and things are in reach.</summary>
    private static Dictionary<string, string> Faults(
        Network network,
        ConsultState.Filed state,
        DateTimeOffset startsAt,
        DateTimeOffset now,
        PersonId? specialist,
        IReadOnlyList<ResourceId> resources)
    {
        var faults = new Dictionary<string, string>(StringComparer.Ordinal);
        if (specialist is { } with && AccessPolicy.LeadOf(state) is null)
        {
            if (Able(network, state).TrueForAll(one => one.Id != with))
            {
                faults["specialist"] = "unknown";
            }
            else if (!IsPlace(network, state.File, with, startsAt, now))
            {
                faults["startsAt"] = "unknown";
            }
        }

        var lead = AccessPolicy.LeadOf(state) ?? specialist;
        var theirs = lead is { } one ? network.FindPerson(one)?.Institution : null;
        if (resources.Any(id => network.FindResource(id) is not { } known
            || (known.Institution != state.File.Institution && known.Institution != theirs)))
        {
            faults["resources"] = "unknown";
        }

        return faults;
    }

    private static bool IsPlace(Network network, CaseFile file, PersonId specialist, DateTimeOffset at, DateTimeOffset now) =>
        PlaceGrid.After(now, DaysAhead).Contains(at)
        && network.HasPlace(specialist, file.Request.Service, at, file.Institution);

    private static bool IsGuest(StaffMember who) => who.Is(Role.Patient) || who.Is(Role.Proxy);
}
