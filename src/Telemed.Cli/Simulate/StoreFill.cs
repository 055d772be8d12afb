using System.Globalization;
using Microsoft.AspNetCore.Identity;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Operations;
using Telemed.Consults.Scheduling;
using Telemed.Consults.Stores;
using Telemed.Storage;

namespace Telemed.Cli.Simulate;

/// <summary>
/// Fills an empty database with a year of a region. Each case of the past goes through the rules in memory and then through
/// the store's own append, all its facts at once and many cases in one transaction: facts, seals, chains and read models are
/// those that a server writes, but for the table of commands, in which only what has an identifier stands. What is under way
/// now is led through the desks.
/// </summary>
/// <param name="database">The database, open and empty.</param>
/// <param name="network">The region.</param>
/// <param name="now">The present.</param>
internal sealed class StoreFill(ConsultDatabase database, Network network, DateTimeOffset now)
{
    private const int Days = 360;
    private const int InOneAppend = 40;
    private const int Hands = 4;
    private const int AtDesks = 1_000;
    private const int SignIns = 12;
    private static readonly TimeSpan Present = TimeSpan.FromHours(4);

    private readonly RandomIds _ids = new();
    private readonly DayDesks _desks = new(database, "fill");
    private readonly List<StaffMember> _doctors = [.. network.People.Where(one => one.Is(Role.RequestingDoctor))];
    private readonly ILookup<InstitutionId, StaffMember> _specialists =
        network.People.Where(one => one.Is(Role.Specialist)).ToLookup(one => one.Institution);

    private int _commands;

    private StaffMember Busiest => _doctors[1];

    /// <summary>
    /// Fills it with so many cases of the past and so many that are under way; the names of those who can sign in with the
    /// password, the doctor of the busiest clinic first.
    /// </summary>
    public async Task<IReadOnlyList<string>> RunAsync(int consults, int live, string password, CancellationToken cancellation)
    {
        await database.Directory.ReplaceAsync(network, cancellation);
        var parts = Enumerable.Range(0, consults).Chunk(InOneAppend);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Hands, CancellationToken = cancellation };
        await Parallel.ForEachAsync(parts, options, async (part, stop) => await AppendAsync(part, consults, stop));
        await MeasureLinksAsync(consults, cancellation);
        await ComeAsync(cancellation);
        await Parallel.ForEachAsync(Enumerable.Range(0, live), options, async (number, stop) => await LeadAsync(number, stop));
        return await SetPasswordsAsync(password, cancellation);
    }

    /// <summary>Who asks in a case: one clinic asks in each twentieth, the others alike.</summary>
    private StaffMember Asking(int number) => number % 20 == 5 ? Busiest : _doctors[(int)(number * 7_919L % _doctors.Count)];

    private DateTimeOffset Begin(int number, int of) => now.AddDays(-1).AddDays(-Days * (1 - ((double)number / of)));

    private async Task AppendAsync(int[] part, int consults, CancellationToken cancellation)
    {
        var appends = new List<StreamAppend>();
        foreach (var number in part)
        {
            var asking = Asking(number);
            var asked = network.FindInstitution(asking.Institution)!.MayAsk;
            var leads = _specialists[asked[number % asked.Count]].ToList();
            var lead = number % 20 == 6 ? leads[0] : leads[number / 2 % leads.Count];
            var past = new PastConsult(new(_ids.Next()), asking, lead, _ids);
            past.Live(number, lead.Services[number % lead.Services.Count], Begin(number, consults), now);
            appends.AddRange(past.Appends());
        }

        if (await database.Store.AppendAsync(new(null, appends), cancellation) != AppendOutcome.Committed)
        {
            throw new CliException("The database is not empty, or somebody else writes to it.", ExitCodes.NotInOrder);
        }
    }

    /// <summary>Each house was measured on the days on which it asked or was asked.</summary>
    private async Task MeasureLinksAsync(int consults, CancellationToken cancellation)
    {
        foreach (var day in Enumerable.Range(0, consults).GroupBy(number => LinkSpans.StartOf(LinkGrain.Day, Begin(number, consults))))
        {
            var measured = day.Select(number => Asking(number).Institution).Distinct().Select(site =>
            {
                var links = new LinkTallies();
                links.Add(new(site.Value.Length % 5, 40 + site.Value.Length, 3, 1 + (site.Value[^1] % 5)));
                return (site, links);
            }).ToList();
            var looks = measured.Take(AtDesks / 10).Select(one => new SiteLook(one.site, "earlier", day.Key, 1, new(1, 50, 3, 4)));
            await database.Operations.AddLinksAsync(measured, [.. looks], day.Key.AddHours(3), cancellation);
        }

        await database.Operations.PruneAsync(now, cancellation);
    }

    private async Task ComeAsync(CancellationToken cancellation)
    {
        var until = now + Present;
        foreach (var one in _specialists.SelectMany(one => one))
        {
            await _desks.Doctors.KeepPresentAsync(one, "desk", until, now, cancellation);
        }

        foreach (var one in _doctors.Take(AtDesks))
        {
            await database.Store.KeepPresenceAsync(one.Id, "desk", until, cancellation);
        }
    }

    /// <summary>Leads a case as far as its number says: it waits, is planned, goes on, or waits for the opinion.</summary>
    private async Task LeadAsync(int number, CancellationToken cancellation)
    {
        var asking = _doctors[(int)(number * 104_729L % _doctors.Count)];
        var service = (number % 10) switch { 0 => "pathology", 1 => "neurology", 2 or 3 or 4 => "emergency", _ => "cardiology" };
        var urgency = number % 10 is 2 or 3 or 4 ? Urgency.Emergency : Urgency.Urgent;
        var text = new CaseText("Invented: pain in the chest.", new("Invented Name", Sex.Male, 50, []));
        var draft = (await _desks.Consults.CreateAsync(As(asking), new(new(service), urgency, null, text), cancellation)).ValueOrDefault!;
        await _desks.Consults.ConsentAsync(As(asking), draft.Id, new(
            ConsentItem.Consult, ConsentSubject.Patient, true, ConsentMethod.Paper, null, "1", "zh"), cancellation);
        await _desks.Consults.CheckIdentityAsync(As(asking), draft.Id, ["name", "paper"], cancellation);
        var sent = (await _desks.Consults.SubmitAsync(As(asking), draft.Id, cancellation)).ValueOrDefault;
        if (sent?.Offers.FirstOrDefault(one => one.Status == OfferStatus.Offered) is not { } offer || number % 10 == 9)
        {
            return;
        }

        var lead = network.FindPerson(offer.Specialist.Id)!;
        await _desks.Consults.AcceptAsync(As(lead), draft.Id, offer.Id, cancellation);
        if (number % 10 is 5 or 6 or 7)
        {
            var place = PlaceGrid.PlaceOf(now).AddMinutes(60 + (30 * (number % 30)));
            await _desks.Consults.ScheduleAsync(As(asking), draft.Id, place, BookingChannel.Desk, cancellation: cancellation);
            return;
        }

        await _desks.Consults.EnterRoomAsync(As(asking), draft.Id, cancellation);
        await _desks.Consults.EnterRoomAsync(As(lead), draft.Id, cancellation);
        if (number % 10 == 4)
        {
            await _desks.Consults.TeachAsync(As(lead), draft.Id, true, cancellation);
        }
        else if (number % 10 == 8)
        {
            await _desks.Consults.EndAsync(As(lead), draft.Id, cancellation);
        }
    }

    private Caller As(StaffMember who) =>
        new(who, new("fill-" + Interlocked.Increment(ref _commands).ToString(CultureInfo.InvariantCulture)), now);

    /// <summary>Those who oversee, and some of those who ask and are asked, can sign in with it.</summary>
    private async Task<IReadOnlyList<string>> SetPasswordsAsync(string password, CancellationToken cancellation)
    {
        var hash = new PasswordHasher<string>().HashPassword(string.Empty, password); // As the server does.
        List<StaffMember> some =
        [
            Busiest,
            .. _doctors.Where(one => one != Busiest).Take(SignIns),
            .. _specialists.SelectMany(one => one).Take(SignIns),
            .. network.People.Where(one => !one.Is(Role.RequestingDoctor) && !one.Is(Role.Specialist)),
        ];
        foreach (var one in some)
        {
            await database.Directory.SetPasswordAsync(one.Id, hash, cancellation);
        }

        return some.ConvertAll(one => one.User);
    }
}
