using Telemed.Server.Hosting;
using Telemed.Server.Options;
using Telemed.Server.SignIn;
using Telemed.Server.Tokens;

namespace Telemed.Server;

/// <summary>The whole server: what runs, and in which order a request passes it.</summary>
internal static class ServerApp
{
    /// <summary>Builds the server, ready to start.</summary>
    /// <exception cref="OptionFaultsException">The configuration is faulty; nothing was touched.</exception>
    public static WebApplication Create(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(ServerApp).Assembly.GetName().Name,
        });
        adjust?.Invoke(builder);
        var options = ServerOptions.Read(builder.Configuration);
        builder.AddLogRules();
        builder.AddEdge(options);
        builder.AddSignIn(options);
        builder.AddTokens(options);

        var app = builder.Build();
        app.UseEdge();
        app.MapHealth();
        return app;
    }
}
