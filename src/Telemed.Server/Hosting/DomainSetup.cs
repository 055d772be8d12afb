using System.Globalization;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Scheduling;
using Telemed.Media.Recording;
using Telemed.Server.Demo;
using Telemed.Server.Options;
using Telemed.Server.Reminders;
using Telemed.Storage;
using Telemed.Storage.Keys;

namespace Telemed.Server.Hosting;

/// <summary>Registers the consult domain and where its facts live.</summary>
internal static class DomainSetup
{
    /// <summary>Opens the database, SQLite in the data directory or PostgreSQL, and brings its schema up to date.</summary>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached or changed.</exception>
    public static Task<ConsultDatabase> OpenDatabaseAsync(ServerOptions options, RecordingOptions recording)
    {
        var keys = recording.MasterKeySource()!.ReadLines();
        return ConsultDatabase.OpenAsync(
            new StorageOptions
            {
                ConnectionString = options.PostgreSql,
                SqliteFile = Path.Combine(options.DataDirectory, "telemed.db"),
                NodeLease = options.Node.Lease,
            },
            new MasterKeyLines(keys));
    }

    /// <summary>Registers the desks over the database.</summary>
    public static void AddDomain(this WebApplicationBuilder builder, ServerOptions options, ConsultDatabase database)
    {
        var services = builder.Services;
        services.AddSingleton(_ => database); // By a factory, so that the container disposes it.
        services.AddSingleton(_ => database.Store);
        services.AddSingleton(_ => database.Directory);
        services.AddSingleton(_ => database.Feed);
        services.AddSingleton(_ => database.Operations);
        services.AddSingleton(_ => database.Probes);
        services.AddSingleton<IIdSource, RandomIds>();
        services.AddSingleton(options.Ring);
        services.AddSingleton(options.Clocks);
        services.AddSingleton<DispatchService>();
        services.AddSingleton<ConsultDesk>();
        services.AddSingleton<DoctorDesk>();
        services.AddSingleton<SiteDesk>();
        services.AddSingleton(options.Retention);
        services.AddSingleton<RecordingDesk>();
        services.AddSingleton<IReminderSender>(provider => options.Reminders.Url is null
            ? ActivatorUtilities.CreateInstance<LogReminders>(provider)
            : ActivatorUtilities.CreateInstance<HttpReminders>(
                provider, new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }), options.Reminders));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<DueClocks>(
            provider, $"{options.Node.Name}-{Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)}"));
        services.AddSingleton<Readiness>();
        services.AddSingleton<DemoSeed>();
    }
}
