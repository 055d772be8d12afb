using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Dispatch;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;
using Telemed.Consults.Views;

namespace Telemed.Storage.Tests;

/// <summary>Everything over one database, at a time the test sets.</summary>
internal sealed class World : IAsyncDisposable
{
    private readonly RandomIds _ids = new();
    private int _commands;

    private World(ConsultDatabase database, Network network, string worker, IConsultStore? store = null)
    {
        Database = database;
        Network = network;
        var kept = store ?? database.Store;
        Dispatch = new DispatchService(kept, database.Directory, _ids, Ring, Times);
        Consults = new ConsultDesk(kept, database.Directory, _ids, Dispatch, Ring, Times, new QualitySample(1_000, [7]));
        Recordings = new RecordingDesk(kept, database.Directory, _ids, Ring, Times, new());
        Doctors = new DoctorDesk(kept, database.Directory, Dispatch, Ring, Times);
        Clocks = new DueClocks(kept, Dispatch, Doctors, Ring, Times, Reminders, worker);
    }

    /// <summary>
    /// Server clocks tick in 100 ns; facts and clocks hold milliseconds: the world starts between two.
    /// </summary>
    public static readonly DateTimeOffset Start =
        new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero).AddTicks(7_654_321);

    /// <summary>The instant as facts hold it.</summary>
    public static DateTimeOffset Whole(DateTimeOffset at) =>
        DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());

    public ConsultDatabase Database { get; }

    public Network Network { get; }

    public RingOptions Ring { get; } = new();

    public ConsultTimes Times { get; } = new();

    public DispatchService Dispatch { get; }

    public ConsultDesk Consults { get; }

    public RecordingDesk Recordings { get; }

    public DoctorDesk Doctors { get; }

    public DueClocks Clocks { get; }

    public SentReminders Reminders { get; } = new();

    public DateTimeOffset Now { get; set; } = Start;

    public StaffMember Clinic => Person("liu.min");

    public StaffMember OtherClinic => Person("aynur");

    public StaffMember Specialist => Person("zhao.wei");

    public IConsultStore Store => Database.Store;

    /// <summary>A world over an open database; only the first over a database seeds the network.</summary>
    public static async Task<World> OpenAsync(ConsultDatabase database, Network? network = null, string worker = "w1")
    {
        if (!(await database.Directory.LoadAsync()).People.Any())
        {
            await database.Directory.ReplaceAsync(network ?? DemoNetwork.Build(Start));
        }

        return new World(database, await database.Directory.LoadAsync(), worker);
    }

    /// <summary>
    /// The same world after its process died: everything that was only in memory is gone. Its commands have names of
    /// their own.
    /// </summary>
    public World Restarted(IConsultStore store, string worker) =>
        new(Database, Network, worker, store) { Now = Now, _commands = _commands + 1_000_000 };

    /// <summary>Another worker over the same database.</summary>
    public DueClocks Worker(string name) => new(Database.Store, Dispatch, Doctors, Ring, Times, Reminders, name);

    public StaffMember Person(string user) => Network.People.Single(person => person.User == user);

    public Caller As(StaffMember who, string? command = null) =>
        new(who, new(command ?? "c" + Interlocked.Increment(ref _commands)), Now);

    public Task PresentAsync(StaffMember who) =>
        Doctors.KeepPresentAsync(who, "connection-" + who.User, Now.AddHours(12), Now);

    public static ConsultRequest Request(
        string service = "cardiology", Urgency urgency = Urgency.Emergency, string summary = "胸痛两小时\nECG attached") =>
        new(
            new(service),
            urgency,
            null,
            new(summary, new("王秀英", Sex.Female, 63, [new("resident-id", "652900196301010024")])));

    public async Task<ConsultView> SubmittedAsync(StaffMember? who = null, string service = "cardiology")
    {
        var caller = who ?? Clinic;
        var draft = Done(await Consults.CreateAsync(As(caller), Request(service)));
        return Done(await Consults.SubmitAsync(As(caller), draft.Id));
    }

    public async Task<ConsultView> InSessionAsync()
    {
        await PresentAsync(Specialist);
        var consult = await SubmittedAsync();
        await Consults.AcceptAsync(As(Specialist), consult.Id, consult.Offers[0].Id);
        await AgreeAsync(consult.Id);
        await Consults.EnterRoomAsync(As(Clinic), consult.Id);
        return Done(await Consults.EnterRoomAsync(As(Specialist), consult.Id));
    }

    public static ConsentAnswer PatientAgrees { get; } =
        new(ConsentItem.Consult, ConsentSubject.Patient, true, ConsentMethod.Spoken, "马红", "consult-1", "zh-CN");

    public async Task AgreeAsync(ConsultId consult) =>
        Done(await Consults.ConsentAsync(As(Clinic), consult, PatientAgrees));

    /// <summary>A participant answers; the one beside the patient writes down the patient's same answer first.</summary>
    public async Task<ConsultView> AnswerRecordingAsync(StaffMember who, ConsultId consult, bool granted)
    {
        if (who == Clinic)
        {
            Done(await Consults.ConsentAsync(As(who), consult, PatientAgrees with { Item = ConsentItem.Recording, Granted = granted }));
        }

        return Done(await Consults.ConsentAsync(
            As(who),
            consult,
            new(ConsentItem.Recording, ConsentSubject.Participant, granted, ConsentMethod.Click, null, "rec-1", "zh-CN")));
    }

    public static T Done<T>(Outcome<T> outcome)
    {
        Assert.IsType<Outcome<T>.Done>(outcome);
        return ((Outcome<T>.Done)outcome).Value;
    }

    public static string Refused<T>(Outcome<T> outcome)
    {
        Assert.IsType<Outcome<T>.Refused>(outcome);
        return ((Outcome<T>.Refused)outcome).Why.Code;
    }

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
