using Telemed.Server.Availability;
using Telemed.Server.Checks;
using Telemed.Server.Consults;
using Telemed.Server.Exchange;
using Telemed.Server.Files;
using Telemed.Server.Guests;
using Telemed.Server.Hosting;
using Telemed.Server.Hub;
using Telemed.Server.Institutions;
using Telemed.Server.Library;
using Telemed.Server.Operator;
using Telemed.Server.Options;
using Telemed.Server.Oversight;
using Telemed.Server.Recordings;
using Telemed.Server.Rooms;
using Telemed.Server.Secrets;
using Telemed.Server.SignIn;
using Telemed.Server.Sites;
using Telemed.Server.Telemetry;
using Telemed.Server.Tokens;
using Telemed.Server.Whip;

namespace Telemed.Server;

/// <summary>The whole server: what runs, and in which order a request passes it.</summary>
internal static class ServerApp
{
    /// <summary>Builds the server over its database, ready to start.</summary>
    /// <exception cref="OptionFaultsException">The configuration is faulty; nothing was touched.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached or changed.</exception>
    public static async Task<WebApplication> CreateAsync(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(ServerApp).Assembly.GetName().Name,
        });
        adjust?.Invoke(builder);
        var options = ServerOptions.Read(builder.Configuration);
        PrivateFiles.EnsureDirectory(options.DataDirectory);
        var recording = MasterKeyFile.Ensure(options);
        var database = await DomainSetup.OpenDatabaseAsync(options, recording);
        builder.AddLogRules();
        builder.AddTelemetry(options);
        builder.AddEdge(options);
        builder.AddSignIn(options);
        builder.Services.AddGuests();
        builder.AddTokens(options);
        builder.AddDomain(options, database);
        builder.Services.AddFiles(options);
        builder.Services.AddLibrary(options);
        builder.AddRooms(options, recording);
        builder.AddHubs();
        builder.AddOperator(options, recording, database);
        builder.AddLoops();

        var app = builder.Build();
        app.UseEdge();
        app.MapHealth();
        app.MapDrain();
        app.MapOpenApi().AllowAnonymous();
        app.MapSession();
        app.MapSecondFactor();
        app.MapNetwork();
        app.MapFhir();
        app.MapInstitutions();
        app.MapAvailability();
        app.MapConsults();
        app.MapGuests();
        app.MapFiles();
        app.MapLibrary();
        app.MapOversight();
        app.MapRecordings();
        app.MapOperator();
        app.MapCountFeed();
        app.MapChecks();
        app.MapSites();
        app.MapHubs();
        app.MapWhip();
        app.MapLoad();
        return app;
    }
}
