using System.Text;
using Dapper;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>
/// The acceptance tests of one code of the domain's requirements. Every test runs on both databases: its first parameter
/// says on which.
/// </summary>
public abstract class CodeTest(PostgresFixture postgres) : IDisposable
{
    /// <summary>Where the facts are kept.</summary>
    public enum Kept
    {
        /// <summary>In an SQLite file.</summary>
        Sqlite,

        /// <summary>In a PostgreSQL database.</summary>
        Postgres,
    }

    private readonly SqliteFile _file = new();
    private string? _connection;

    public static TheoryData<Kept> Both => [Kept.Sqlite, Kept.Postgres];

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The world of this test; called again, another node over the same database.</summary>
    private protected async Task<World> OpenAsync(Kept kept, Network? network = null, string worker = "w1") =>
        await World.OpenAsync(
            await ConsultDatabase.OpenAsync(await OptionsAsync(kept), DatabaseTest.Master, Cancellation), network, worker);

    private protected async Task<StorageOptions> OptionsAsync(Kept kept) => kept == Kept.Sqlite
        ? _file.Options
        : new() { ConnectionString = _connection ??= await postgres.CreateDatabaseAsync() };

    /// <summary>The one time to say yes to a question of the domain.</summary>
    private protected static T Done<T>(Outcome<T> outcome) => World.Done(outcome);

    private protected static string Refused<T>(Outcome<T> outcome) => World.Refused(outcome);

    /// <summary>An emergency that the specialist has taken; the patient has not been asked yet.</summary>
    private protected static async Task<ConsultView> AcceptedAsync(World world, ConsultRequest? request = null)
    {
        await world.PresentAsync(world.Specialist);
        var draft = Done(await world.Consults.CreateAsync(
            world.As(world.Clinic), request ?? World.Request(), Cancellation));
        var rung = Done(await world.Consults.SubmitAsync(world.As(world.Clinic), draft.Id, Cancellation));
        var offer = rung.Offers.Single(one => one.Status == OfferStatus.Offered);
        return Done(await world.Consults.AcceptAsync(
            world.As(world.Network.FindPerson(offer.Specialist.Id)!), rung.Id, offer.Id, Cancellation));
    }

    /// <summary>The recording of a case that is closed.</summary>
    private protected async Task<RecordingId> SealedAsync(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        Done(await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult.Id, World.PatientAgrees with { Item = ConsentItem.Recording }, Cancellation));
        var recording = Done(await world.Recordings.StartAsync(world.As(world.Specialist), consult.Id, Cancellation)).Id!.Value;
        await world.AnswerRecordingAsync(world.Clinic, consult.Id, true);
        await world.AnswerRecordingAsync(world.Specialist, consult.Id, true);
        Done(await world.Consults.EndAsync(world.As(world.Specialist), consult.Id, Cancellation));
        Done(await world.Recordings.SealAsync(recording, 1_000, 4_096, world.Now, cancellation: Cancellation));
        Done(await world.Consults.SaveOpinionAsync(world.As(world.Specialist), consult.Id, new("f", "a"), Cancellation));
        Done(await world.Consults.SignAsync(world.As(world.Specialist), consult.Id, Cancellation));
        Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), consult.Id, true, null, Cancellation));
        Done(await world.Consults.CloseAsync(world.As(world.Clinic), consult.Id, Cancellation));
        return recording;
    }

    /// <summary>Looks at a consult as one person sees it.</summary>
    private protected static async Task<ConsultView> SeeAsync(World world, ConsultId id, StaffMember? who = null) =>
        Done(await world.Consults.FindAsync(who ?? world.Clinic, id, world.Now, Cancellation));

    /// <summary>Lets the time pass and fires what is due.</summary>
    private protected static async Task PassAsync(World world, TimeSpan time)
    {
        world.Now += time;
        while ((await world.Clocks.FireAsync(world.Now, Cancellation)).Count > 0)
        {
            await world.Clocks.SettleAsync();
        }

        await world.Clocks.SettleAsync();
    }

    /// <summary>Every column of every row of a table, as text; bytes in hex and as the text that they may be.</summary>
    private protected async Task<string> DumpAsync(Kept kept, string table)
    {
        await using var connection = await DatabaseTest.ConnectAsync(await OptionsAsync(kept));
        var rows = (await connection.QueryAsync($"SELECT * FROM {table}")).Cast<IDictionary<string, object?>>();
        return string.Join('\n', rows.SelectMany(row => row.Values).Select(value =>
            value is byte[] bytes ? Convert.ToHexString(bytes) + Encoding.UTF8.GetString(bytes) : $"{value}"));
    }

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _file.Dispose();
    }
}
