using System.Diagnostics;
using System.Globalization;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.Storage;

namespace Telemed.Cli.Simulate;

/// <summary>
/// How many commands a second the control plane takes: several hands lead consults from the draft to the end as fast as
/// they are answered, in real time. What runs for the first time is compiled on its way, and is not counted.
/// </summary>
/// <param name="database">The database, open and empty.</param>
/// <param name="network">The region.</param>
/// <param name="hands">How many act at once.</param>
internal sealed class DeskLoad(ConsultDatabase database, Network network, int hands)
{
    private readonly DayDesks _desks = new(database, "load");
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    /// <summary>
    /// The runtime compiles well what is used often only after a time in which it met nothing new: on one processor a
    /// second. A server has such seconds all day; without them the code of the first minute would be measured.
    /// </summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(1.5);

    private DayTimes _times = new("command");
    private readonly Lock _gate = new();
    private int _commands;
    private int _refused;

    /// <summary>Runs for a while; commands a second and their durations.</summary>
    public async Task<(double PerSecond, DayTimes Times, int Refused)> RunAsync(TimeSpan span, CancellationToken cancellation)
    {
        await database.Directory.ReplaceAsync(network, cancellation);
        foreach (var one in network.People.Where(one => one.Is(Role.Specialist)))
        {
            await _desks.Doctors.KeepPresentAsync(one, "desk", DateTimeOffset.UtcNow.AddHours(1), DateTimeOffset.UtcNow, cancellation);
        }

        for (var round = 0; round < 3; round++)
        {
            await ActAsync(WarmUp, cancellation);
            await Task.Delay(Quiet, cancellation);
        }

        (_times, _refused) = (new("command"), 0);
        var before = _commands;
        var watch = Stopwatch.StartNew();
        await ActAsync(span, cancellation);
        return ((_commands - before) / watch.Elapsed.TotalSeconds, _times, _refused);
    }

    private async Task ActAsync(TimeSpan span, CancellationToken cancellation)
    {
        var doctors = network.People.Where(one => one.Is(Role.RequestingDoctor)).ToList();
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, hands).Select(hand => Task.Run(
            async () =>
            {
                for (var i = hand; watch.Elapsed < span && !cancellation.IsCancellationRequested; i += hands)
                {
                    await LeadAsync(doctors[i % doctors.Count], DayNetwork.Services[i % 4]);
                }
            },
            cancellation)));
    }

    private async Task LeadAsync(StaffMember asking, string service)
    {
        var request = new ConsultRequest(new(service), Urgency.Emergency, null, new("invented", new(null, null, 40, [])));
        if (await DoAsync(c => _desks.Consults.CreateAsync(c, request), asking) is not { } draft
            || await DoAsync(c => _desks.Consults.ConsentAsync(c, draft.Id, new(
                ConsentItem.Consult, ConsentSubject.Patient, true, ConsentMethod.Paper, null, "1", "zh")), asking) is null
            || await DoAsync(c => _desks.Consults.SubmitAsync(c, draft.Id), asking) is not { } rung)
        {
            return;
        }

        if (rung.Offers.FirstOrDefault(one => one.Status == OfferStatus.Offered) is not { } offer)
        {
            await DoAsync(c => _desks.Consults.CancelAsync(c, draft.Id, "nobody free"), asking);
            return;
        }

        var lead = network.FindPerson(offer.Specialist.Id)!;
        await DoAsync(c => _desks.Consults.AcceptAsync(c, draft.Id, offer.Id), lead);
        await DoAsync(c => _desks.Consults.EnterRoomAsync(c, draft.Id), asking);
        await DoAsync(c => _desks.Consults.EnterRoomAsync(c, draft.Id), lead);
        await DoAsync(c => _desks.Consults.SaveOpinionAsync(c, draft.Id, new("f", "a")), lead);
        await DoAsync(c => _desks.Consults.EndAsync(c, draft.Id), lead);
        await DoAsync(c => _desks.Consults.SignAsync(c, draft.Id), lead);
        await DoAsync(c => _desks.Consults.AcknowledgeAsync(c, draft.Id, true, null), asking);
        await DoAsync(c => _desks.Consults.CloseAsync(c, draft.Id), asking);
    }

    private async Task<ConsultView?> DoAsync(Func<Caller, Task<Outcome<ConsultView>>> command, StaffMember who)
    {
        var id = Interlocked.Increment(ref _commands).ToString(CultureInfo.InvariantCulture);
        var since = Stopwatch.GetTimestamp();
        var outcome = await command(new(who, new(id), DateTimeOffset.UtcNow));
        lock (_gate)
        {
            _times.Add(Stopwatch.GetElapsedTime(since));
        }

        if (outcome is not Outcome<ConsultView>.Done)
        {
            Interlocked.Increment(ref _refused);
        }

        return outcome.ValueOrDefault;
    }
}
