using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Stores;
using Telemed.Consults.Views;

namespace Telemed.Storage.Tests;

/// <summary>
/// A store whose process dies now and then: right before an append, or right after it is committed and before anybody
/// could do what follows from it.
/// </summary>
internal sealed class CrashingStore(IConsultStore inner, Random random) : IConsultStore
{
    /// <summary>The process died here.</summary>
    internal sealed class CrashException : Exception;

    /// <summary>One append in so many dies; 0 for none.</summary>
    public int OneIn { get; set; } = 12;

    /// <summary>How often it died.</summary>
    public int Crashes { get; private set; }

    public async Task<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellation)
    {
        MayDie();
        var outcome = await inner.AppendAsync(batch, cancellation);
        MayDie();
        return outcome;
    }

    public Task<Loaded<ConsultState>> LoadConsultAsync(ConsultId id, CancellationToken cancellation) =>
        inner.LoadConsultAsync(id, cancellation);

    public Loaded<ConsultState>? FindHeld(ConsultId id) => inner.FindHeld(id);

    public Loaded<Consults.Availability.DoctorAvailability>? FindHeld(PersonId id) => inner.FindHeld(id);

    public Task<ConsultHistory> ReadConsultAsync(ConsultId id, CancellationToken cancellation) =>
        inner.ReadConsultAsync(id, cancellation);

    public Task<ConsultHistory> ReadConsultAsync(ConsultId id, int written, CancellationToken cancellation) =>
        inner.ReadConsultAsync(id, written, cancellation);

    public Task<Loaded<Consults.Availability.DoctorAvailability>> LoadDoctorAsync(
        PersonId id, CancellationToken cancellation) => inner.LoadDoctorAsync(id, cancellation);

    public Task<Loaded<Consults.Recordings.RecordingLife>> LoadRecordingAsync(
        RecordingId id, CancellationToken cancellation) => inner.LoadRecordingAsync(id, cancellation);

    public Task<CommandRecord?> FindCommandAsync(PersonId actor, CommandId id, CancellationToken cancellation) =>
        inner.FindCommandAsync(actor, id, cancellation);

    public Task<IReadOnlyList<ConsultRow>> ListConsultsAsync(ConsultQuery query, CancellationToken cancellation) =>
        inner.ListConsultsAsync(query, cancellation);

    public Task<IReadOnlyList<ConsultId>> ListRingsAsync(PersonId person, CancellationToken cancellation) =>
        inner.ListRingsAsync(person, cancellation);

    public Task<IReadOnlyList<DoctorRow>> ListDoctorsAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellation) => inner.ListDoctorsAsync(people, cancellation);

    public Task<IReadOnlyList<Consults.Scheduling.Booking>> ListBookingsAsync(
        IReadOnlyCollection<PersonId> people, DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        inner.ListBookingsAsync(people, from, until, cancellation);

    public Task<IReadOnlyList<Consults.Scheduling.ResourceBooking>> ListResourceBookingsAsync(
        IReadOnlyCollection<ResourceId> resources,
        ConsultId except,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellation) =>
        inner.ListResourceBookingsAsync(resources, except, from, until, cancellation);

    public Task<IReadOnlyList<RecordingRow>> ListRecordingsAsync(ConsultId consult, CancellationToken cancellation) =>
        inner.ListRecordingsAsync(consult, cancellation);

    public Task<IReadOnlyList<RecordingRow>> ListRecordingsAsync(
        IReadOnlyCollection<Consults.Recordings.RecordingStatus> states, CancellationToken cancellation) =>
        inner.ListRecordingsAsync(states, cancellation);

    public Task<IReadOnlyList<GlassRow>> ListGlassesAsync(int most, CancellationToken cancellation) =>
        inner.ListGlassesAsync(most, cancellation);

    public Task<IReadOnlyList<SettlementRow>> ListSettlementsAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default) =>
        inner.ListSettlementsAsync(from, until, cancellation);

    public Task<IReadOnlyList<CountRow>> CountAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation) =>
        inner.CountAsync(from, until, cancellation);

    public Task<IReadOnlyList<DueClock>> ClaimClocksAsync(
        string worker, DateTimeOffset now, TimeSpan lease, int most, CancellationToken cancellation) =>
        inner.ClaimClocksAsync(worker, now, lease, most, cancellation);

    public Task DropClockAsync(DueClock clock, CancellationToken cancellation) => inner.DropClockAsync(clock, cancellation);

    public Task KeepPresenceAsync(
        PersonId person, string connection, DateTimeOffset until, CancellationToken cancellation) =>
        inner.KeepPresenceAsync(person, connection, until, cancellation);

    public Task<IReadOnlyList<PersonId>> ListAbsentAsync(DateTimeOffset now, CancellationToken cancellation) =>
        inner.ListAbsentAsync(now, cancellation);

    private void MayDie()
    {
        if (OneIn > 0 && random.Next(OneIn) == 0)
        {
            Crashes++;
            throw new CrashException();
        }
    }
}
