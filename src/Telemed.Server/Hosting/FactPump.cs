using Telemed.Consults.Access;
using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Recordings;
using Telemed.Consults.Stores;
using Telemed.Server.Hub;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;
using Telemed.Storage.Library;

namespace Telemed.Server.Hosting;

/// <summary>
/// Follows the facts of the whole network and tells rooms and desks of this node what concerns them, whichever node wrote
/// them. What cannot be told is tried again a few times, and then passed over: one bad fact stops no ring after it.
/// </summary>
internal sealed class FactPump(
    IFactFeed feed,
    IConsultStore store,
    IDirectory directory,
    ConsultDesk desk,
    DoctorDesk doctors,
    RoomDirectory rooms,
    DeskConnections connections,
    LibraryFiles pictures,
    ConsultTimes times,
    TimeProvider time,
    FaultCounter faults,
    ILogger<FactPump> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private const int MostTries = 3;

    private FeedPosition _position;
    private int _tries;

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        _position = await feed.HeadAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var fact in feed.FollowAsync(_position, stoppingToken))
                {
                    if (fact.Event is UnreadableFact)
                    {
                        faults.Add();
                        logger.FactUnreadable(fact.Stream.ToString(), fact.Version);
                    }
                    else if (_tries < MostTries)
                    {
                        _tries++;
                        await TellAsync(fact, stoppingToken);
                    }

                    (_position, _tries) = (fact.Position, 0);
                }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                faults.Add();
                logger.Fault(nameof(FactPump), fault.Describe());
                await Task.Delay(RetryAfter, time, stoppingToken);
            }
        }
    }

    private async Task TellAsync(Fact fact, CancellationToken ct)
    {
        try
        {
            await TellEventAsync(fact, ct);
        }
        catch (NewerVersionException)
        {
            // The case holds a fact of a newer version, which was logged when it came: nodes of that version tell their people.
        }
    }

    private Task TellEventAsync(Fact fact, CancellationToken ct) => fact.Event switch
    {
        ConsultEvent happened => ConsultAsync(new(fact.Stream.Key), happened, fact.Version, ct),
        RecordingEvent => RecordingAsync(new(fact.Stream.Key), ct),
        DoctorEvent => DoctorAsync(new(fact.Stream.Key), ct),
        _ => Task.CompletedTask,
    };

    private async Task ConsultAsync(ConsultId consult, ConsultEvent happened, int version, CancellationToken ct)
    {
        rooms.Find(consult)?.Happened(happened, version);
        if (happened is ConsultEvent.ChatWritten)
        {
            return; // Of the people in the room alone: no list shows any of it.
        }

        if ((await store.LoadConsultAsync(consult, ct)).State is not ConsultState.Filed state)
        {
            return;
        }

        var network = await directory.LoadAsync(ct);
        await RingAsync(consult, happened, network, ct);
        if (happened is ConsultEvent.GlassBroken broken)
        {
            TellGlass(consult, broken, network);
        }

        if (happened is ConsultEvent.SiteProbeAsked asked)
        {
            AskForProbe(state, asked, network);
        }

        if (happened is ConsultEvent.CopyWithdrawn { Copy: { } copy })
        {
            pictures.Delete(copy); // Noise already: the append has destroyed their key.
        }

        var closed = happened is ConsultEvent.TeachingClosed or ConsultEvent.ViewerRemoved
            || (state.File.Teaching is not null && !AccessPolicy.HasRoom(state.Status));
        var reviewed = happened is ConsultEvent.CopyReturned or ConsultEvent.CopyReleased or ConsultEvent.CopyWithdrawn;
        TellQueue(state, version, network, closed ? Role.Trainee : reviewed ? Role.QualityReviewer : null);
    }

    /// <summary>
    /// One page of the asking house measures its link: the requesting doctor's if it is open here, else a colleague's. Each
    /// node asks one of its own; the first report counts.
    /// </summary>
    private void AskForProbe(ConsultState.Filed state, ConsultEvent.SiteProbeAsked asked, Network network)
    {
        var there = connections.People
            .Where(person => network.FindPerson(person) is { } who
                && AccessPolicy.Decide(who, state, CaseAction.ReportProbe, time.GetUtcNow(), times.LeadWindow, network) == AccessDecision.Allowed)
            .OrderBy(person => person == state.File.Requester ? 0 : 1)
            .Take(1);
        foreach (var person in there)
        {
            connections.TellOne(person, nameof(DeskEvent.ProbeWanted), new DeskEvent.ProbeWanted(state.File.Id, asked.Until));
        }
    }

    private async Task RecordingAsync(RecordingId recording, CancellationToken ct)
    {
        var life = (await store.LoadRecordingAsync(recording, ct)).State;
        rooms.Find(life.Consult)?.RecordingMoved();
        var loaded = await store.LoadConsultAsync(life.Consult, ct);
        if (life.Status is RecordingStatus.Sealed or RecordingStatus.Finalizing or RecordingStatus.Failed
            && loaded.State is ConsultState.Filed state)
        {
            TellQueue(state, loaded.Version, await directory.LoadAsync(ct));
        }
    }

    private async Task RingAsync(ConsultId consult, ConsultEvent happened, Network network, CancellationToken ct)
    {
        switch (happened)
        {
            case ConsultEvent.OfferMade e when network.FindPerson(e.Specialist) is { } who:
                foreach (var ring in await desk.ListRingsAsync(who, time.GetUtcNow(), ct))
                {
                    if (ring.Offer.Id == e.Offer)
                    {
                        connections.Tell(e.Specialist, "Ring", ring);
                    }
                }

                break;
            case ConsultEvent.OfferAccepted e:
                Stop(e.Specialist, e.Offer, consult, "accepted");
                break;
            case ConsultEvent.OfferDeclined e:
                Stop(e.Specialist, e.Offer, consult, "declined");
                break;
            case ConsultEvent.OfferExpired e:
                Stop(e.Specialist, e.Offer, consult, "expired");
                break;
            case ConsultEvent.OfferWithdrawn e:
                Stop(e.Specialist, e.Offer, consult, "withdrawn");
                break;
        }
    }

    /// <summary>A privacy officer at their desk hears at once that a case was opened; the others find it in their list.</summary>
    private void TellGlass(ConsultId consult, ConsultEvent.GlassBroken broken, Network network)
    {
        foreach (var person in connections.People)
        {
            if (network.FindPerson(person) is { } who && who.Is(Role.PrivacyOfficer))
            {
                connections.Tell(
                    person, nameof(DeskEvent.GlassBroken), new DeskEvent.GlassBroken(consult, broken.By, broken.At));
            }
        }
    }

    private void Stop(PersonId person, OfferId offer, ConsultId consult, string reason) =>
        connections.Tell(person, nameof(DeskEvent.RingStopped), new DeskEvent.RingStopped(offer, consult, reason));

    /// <summary>Tells those at their desks who may know of the consult that it moved; what it holds they ask for.</summary>
    private void TellQueue(ConsultState.Filed state, long version, Network network, Role? closed = null)
    {
        var changed = new DeskEvent.QueueChanged(state.File.Id, Camel(state.Status), version);
        foreach (var person in connections.People)
        {
            // Who could look on, or release a copy, until now may know no more of it than that it is closed to them.
            if (network.FindPerson(person) is { } who
                && ((closed is { } role && who.Is(role))
                    || AccessPolicy.Decide(who, state, CaseAction.ViewRow, time.GetUtcNow(), times.LeadWindow, network) == AccessDecision.Allowed))
            {
                connections.Tell(person, nameof(DeskEvent.QueueChanged), changed);
            }
        }
    }

    private async Task DoctorAsync(PersonId doctor, CancellationToken ct)
    {
        var network = await directory.LoadAsync(ct);
        if (network.FindPerson(doctor) is not { } who)
        {
            return;
        }

        var changed = new DeskEvent.AvailabilityChanged(await doctors.FindAsync(who, time.GetUtcNow(), ct));
        foreach (var person in connections.People)
        {
            if (person == doctor || (network.FindPerson(person) is { } other && MaySee(other, who, network)))
            {
                connections.Tell(person, nameof(DeskEvent.AvailabilityChanged), changed);
            }
        }
    }

    private static bool MaySee(StaffMember other, StaffMember doctor, Network network) =>
        other.Institution == doctor.Institution || other.Is(Role.Dispatcher)
        || network.MayAsk(other.Institution, doctor.Institution);

    private static string Camel(ConsultStatus status) => char.ToLowerInvariant($"{status}"[0]) + $"{status}"[1..];
}
