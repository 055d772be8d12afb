using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.Storage;

namespace Telemed.Cli.Simulate;

/// <summary>
/// How many claims a second several nodes take from one database while they are after the same: rooms, of which each has one node at a
/// time, and specialists, of whom each has one consult. What was given twice is counted.
/// </summary>
/// <param name="databases">A node each, with connections of its own.</param>
/// <param name="network">The region.</param>
/// <param name="hands">How many act at once at each node.</param>
internal sealed class ClaimLoad(IReadOnlyList<ConsultDatabase> databases, Network network, int hands)
{
    /// <summary>So few that nodes often ask for one at the same moment. A node's hands have rooms of their own: a room is a node's.</summary>
    private const int RoomsOfAHand = 4;

    private const string Instance = "simulated";

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, int> _holders = new(StringComparer.Ordinal);
    private readonly DayDesks[] _desks = [.. databases.Select((one, node) => new DayDesks(one, $"claims-{node}"))];
    private int _commands;
    private int _twice;

    /// <summary>What was given to two at once; it has to be none.</summary>
    public int Twice => _twice;

    /// <summary>Fills the database, and says that all nodes and specialists are there.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        await databases[0].Directory.ReplaceAsync(network, cancellation);
        for (var node = 0; node < databases.Count; node++)
        {
            await databases[node].Nodes.RegisterAsync(
                new(NameOf(node), Instance, null, null, 0, 0, 0, IsDraining: false, "files", "simulated"), cancellation);
        }

        foreach (var one in network.People.Where(one => one.Is(Role.Specialist)))
        {
            await _desks[0].Doctors.KeepPresentAsync(one, "desk", DateTimeOffset.UtcNow.AddHours(1), DateTimeOffset.UtcNow, cancellation);
        }
    }

    /// <summary>Rooms claimed and given back, for a while.</summary>
    public Task<ClaimCount> RoomsAsync(TimeSpan span, CancellationToken cancellation) => RunAsync(span, ClaimRoomAsync, cancellation);

    /// <summary>Specialists who were found, rung and took an emergency, for a while.</summary>
    public Task<ClaimCount> SpecialistsAsync(TimeSpan span, CancellationToken cancellation) => RunAsync(span, ClaimSpecialistAsync, cancellation);

    private async Task<ClaimCount> RunAsync(TimeSpan span, Func<int, Random, Task<TimeSpan?>> claim, CancellationToken cancellation)
    {
        await CountAsync(WarmUp, claim, cancellation);
        return await CountAsync(span, claim, cancellation);
    }

    private async Task<ClaimCount> CountAsync(TimeSpan span, Func<int, Random, Task<TimeSpan?>> claim, CancellationToken cancellation)
    {
        var times = new DayTimes("claim");
        var missed = 0;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, databases.Count * hands).Select(hand => Task.Run(
            async () =>
            {
                var lots = new Random(hand);
                while (watch.Elapsed < span && !cancellation.IsCancellationRequested)
                {
                    var took = await claim(hand, lots);
                    lock (times)
                    {
                        if (took is { } time)
                        {
                            times.Add(time);
                        }
                        else
                        {
                            missed++;
                        }
                    }
                }
            },
            cancellation)));
        return new(times.Count / watch.Elapsed.TotalSeconds, times.At(0.5), times.At(0.99), missed);
    }

    /// <summary>How long it took to get a room; null when another node has it.</summary>
    private async Task<TimeSpan?> ClaimRoomAsync(int hand, Random lots)
    {
        var node = hand % databases.Count;
        var room = new ConsultId(string.Create(
            CultureInfo.InvariantCulture, $"room-{hand / databases.Count}-{lots.Next(RoomsOfAHand)}"));
        var from = Stopwatch.GetTimestamp();
        var place = await databases[node].Nodes.ClaimRoomAsync(room, NameOf(node), Instance, replacesDead: false);
        var took = Stopwatch.GetElapsedTime(from);
        if (place?.Node != NameOf(node))
        {
            return null;
        }

        Hold(room.Value, node);
        await databases[node].Nodes.ReleaseRoomAsync(room, NameOf(node), place.Epoch);
        return took;
    }

    /// <summary>How long it took from the request that is ready to a specialist who has accepted; null when nobody was free.</summary>
    private async Task<TimeSpan?> ClaimSpecialistAsync(int hand, Random lots)
    {
        var node = hand % databases.Count;
        var desk = _desks[node].Consults;
        var doctors = network.People.Where(one => one.Is(Role.RequestingDoctor)).ToList();
        var asking = doctors[lots.Next(doctors.Count)];
        var request = new ConsultRequest(
            new(DayNetwork.Services[lots.Next(4)]), Urgency.Emergency, null, new("invented", new(null, null, 40, [])));
        var draft = (await desk.CreateAsync(By(asking), request)).ValueOrDefault
            ?? throw new CliException("A request could not be written.");
        await desk.ConsentAsync(By(asking), draft.Id, new(ConsentItem.Consult, ConsentSubject.Patient, true, ConsentMethod.Paper, null, "1", "zh"));
        var from = Stopwatch.GetTimestamp();
        var rung = (await desk.SubmitAsync(By(asking), draft.Id)).ValueOrDefault;
        var lead = rung?.Offers.FirstOrDefault(one => one.Status == OfferStatus.Offered) is { } offer
            && await desk.AcceptAsync(By(network.FindPerson(offer.Specialist.Id)!), draft.Id, offer.Id) is Outcome<ConsultView>.Done
                ? offer.Specialist.Id.Value
                : null;
        var took = Stopwatch.GetElapsedTime(from);
        if (lead is not null)
        {
            Hold(lead, node);
        }

        await desk.CancelAsync(By(asking), draft.Id, "counted");
        return lead is null ? null : took;
    }

    /// <summary>Between the grant and giving it back nobody else may have it.</summary>
    private void Hold(string what, int node)
    {
        if (!_holders.TryAdd(what, node))
        {
            Interlocked.Increment(ref _twice);
        }

        Thread.Yield();
        _holders.TryRemove(new(what, node));
    }

    private Caller By(StaffMember who) =>
        new(who, new(Interlocked.Increment(ref _commands).ToString(CultureInfo.InvariantCulture)), DateTimeOffset.UtcNow);

    private static string NameOf(int node) => $"claims-{node.ToString(CultureInfo.InvariantCulture)}";
}
