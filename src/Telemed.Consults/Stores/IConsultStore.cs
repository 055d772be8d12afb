namespace Telemed.Consults.Stores;

/// <summary>
/// Where facts live. An append, the read models and the clocks that follow from it are one transaction. Callable from
/// any thread; on any node of the network at once.
/// </summary>
public interface IConsultStore
{
    /// <summary>A consult's state; <see cref="ConsultState.Unknown"/> at version 0 when there is none.</summary>
    public Task<Loaded<ConsultState>> LoadConsultAsync(ConsultId id, CancellationToken cancellation = default);

    /// <summary>
    /// A consult as this process knew it last, without a question to the database; <c>null</c> when it is not held. It
    /// may be old: what is decided on it holds only once the append on it is committed.
    /// </summary>
    public Loaded<ConsultState>? FindHeld(ConsultId id);

    /// <summary>A doctor as this process knew them last; as old as a consult may be.</summary>
    public Loaded<DoctorAvailability>? FindHeld(PersonId id);

    /// <summary>A consult's facts, in order.</summary>
    public Task<ConsultHistory> ReadConsultAsync(ConsultId id, CancellationToken cancellation = default);

    /// <summary>
    /// A consult's facts for who has just written up to a version: what this process holds will do when it goes so far.
    /// </summary>
    public Task<ConsultHistory> ReadConsultAsync(
        ConsultId id, int written, CancellationToken cancellation = default);

    /// <summary>
    /// A doctor's availability; <see cref="DoctorAvailability.Unknown"/> at version 0 when there is none.
    /// </summary>
    public Task<Loaded<DoctorAvailability>> LoadDoctorAsync(PersonId id, CancellationToken cancellation = default);

    /// <summary>A recording; <see cref="RecordingLife.Unknown"/> at version 0 when there is none.</summary>
    public Task<Loaded<RecordingLife>> LoadRecordingAsync(RecordingId id, CancellationToken cancellation = default);

    /// <summary>Appends all streams of a batch, or none.</summary>
    public Task<AppendOutcome> AppendAsync(AppendBatch batch, CancellationToken cancellation = default);

    /// <summary>The command this person did under this identifier, or <c>null</c>.</summary>
    public Task<CommandRecord?> FindCommandAsync(
        PersonId actor, CommandId id, CancellationToken cancellation = default);

    /// <summary>Consult rows, newest first.</summary>
    public Task<IReadOnlyList<ConsultRow>> ListConsultsAsync(
        ConsultQuery query, CancellationToken cancellation = default);

    /// <summary>The consults that ring a person now.</summary>
    public Task<IReadOnlyList<ConsultId>> ListRingsAsync(PersonId person, CancellationToken cancellation = default);

    /// <summary>The availability of these people; those of whom nothing is stored are left out.</summary>
    public Task<IReadOnlyList<DoctorRow>> ListDoctorsAsync(
        IReadOnlyCollection<PersonId> people, CancellationToken cancellation = default);

    /// <summary>The half hours that are booked with these specialists within a span, in order.</summary>
    public Task<IReadOnlyList<Booking>> ListBookingsAsync(
        IReadOnlyCollection<PersonId> people,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellation = default);

    /// <summary>The half hours in which other cases than one have these rooms and devices within a span, in order.</summary>
    public Task<IReadOnlyList<ResourceBooking>> ListResourceBookingsAsync(
        IReadOnlyCollection<ResourceId> resources,
        ConsultId except,
        DateTimeOffset from,
        DateTimeOffset until,
        CancellationToken cancellation = default);

    /// <summary>A consult's recordings, in the order they were asked for.</summary>
    public Task<IReadOnlyList<RecordingRow>> ListRecordingsAsync(
        ConsultId consult, CancellationToken cancellation = default);

    /// <summary>Recordings in one of these states, on any node; a node that starts looks for its own here.</summary>
    public Task<IReadOnlyList<RecordingRow>> ListRecordingsAsync(
        IReadOnlyCollection<RecordingStatus> states, CancellationToken cancellation = default);

    /// <summary>Opened glasses, those not reviewed first, then the newest; at most so many.</summary>
    public Task<IReadOnlyList<GlassRow>> ListGlassesAsync(int most, CancellationToken cancellation = default);

    /// <summary>Who pays how much, written down within a span, oldest first.</summary>
    public Task<IReadOnlyList<SettlementRow>> ListSettlementsAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default);

    /// <summary>How many consults, submitted within a span, there are of each kind.</summary>
    public Task<IReadOnlyList<CountRow>> CountAsync(
        DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation = default);

    /// <summary>Leases up to <paramref name="most"/> due clocks to a worker, no clock to two workers at once.</summary>
    public Task<IReadOnlyList<DueClock>> ClaimClocksAsync(
        string worker, DateTimeOffset now, TimeSpan lease, int most, CancellationToken cancellation = default);

    /// <summary>Drops a clock whose cause turned out to be gone. Those that fire are dropped by the append.</summary>
    public Task DropClockAsync(DueClock clock, CancellationToken cancellation = default);

    /// <summary>Notes that a person's connection is alive until an instant.</summary>
    public Task KeepPresenceAsync(
        PersonId person, string connection, DateTimeOffset until, CancellationToken cancellation = default);

    /// <summary>Those marked present whose every connection has run out at <paramref name="now"/>.</summary>
    public Task<IReadOnlyList<PersonId>> ListAbsentAsync(DateTimeOffset now, CancellationToken cancellation = default);
}
