using System.CommandLine;
using Telemed.Cli.Doctor;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed doctor</c>: looks whether this machine, and what it is to reach, is as a server needs it.</summary>
internal static class DoctorCommand
{
    private const string SecretVariable = "TELEMED_TURN_SECRET";

    private static readonly Option<DirectoryInfo> Data = new("--data")
    {
        Description = "The server's data directory; made when missing.",
        DefaultValueFactory = _ => new DirectoryInfo("data"),
    };

    private static readonly Option<string?> Database = new("--database")
    {
        Description = "A PostgreSQL connection string; without it, the embedded SQLite is asked.",
    };

    private static readonly Option<Uri?> Server = new("--server")
    {
        Description = "The public address of a running server, to go a browser's way to it.",
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
            result.AddError("--server wants an http or https address");
            return null;
        },
    };

    private static readonly Option<string[]> Turn = new("--turn")
    {
        Description = $"A TURN server's address, such as turn:turn.example:3478; {SecretVariable} holds the secret shared with it.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<(string Host, int Port)?> Media = new("--media")
    {
        Description = "A server's public address and media port, such as telemed.example:40000. To be run on another machine: "
            + "only what is reached from there is looked at (--media, --turn, --server).",
        CustomParser = result =>
        {
            if (Uri.TryCreate("udp://" + result.Tokens.Single().Value, UriKind.Absolute, out var url) && url.Port > 0) return (url.IdnHost, url.Port);
            result.AddError("--media wants host:port");
            return null;
        },
    };

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("doctor", "Looks whether this machine has what a server needs, and says what to do.")
        {
            Data, Database, Server, Turn, Media, MasterKeyOptions.File, MasterKeyOptions.Variable, MasterKeyOptions.Program,
        };
        command.SetAction(async (parsed, stop) =>
        {
            var sound = true;
            foreach (var check in Checks(parsed))
            {
                var finding = await check(stop);
                sound &= finding.Healthy;
                Console.WriteLine($"{(finding.Healthy ? "ok    " : "WRONG ")}{finding.What,-18} {finding.Says}");
            }

            return sound ? ExitCodes.Done : ExitCodes.NotInOrder;
        });
        return command;
    }

    private static IEnumerable<Func<CancellationToken, Task<Finding>>> Checks(ParseResult parsed)
    {
        foreach (var check in parsed.GetValue(Media) is var (host, port) ? [token => OutsideCheck.RunAsync(host, port, token)] : Own(parsed))
        {
            yield return check;
        }

        foreach (var url in parsed.GetValue(Turn) ?? [])
        {
            yield return token => Environment.GetEnvironmentVariable(SecretVariable) is { Length: > 0 } secret
                ? TurnCheck.RunAsync(url, secret, DateTimeOffset.UtcNow, token)
                : Task.FromResult(new Finding(false, "TURN", $"{SecretVariable} is not set: it holds coturn's static-auth-secret"));
        }

        if (parsed.GetValue(Server) is { } server)
        {
            yield return token => BrowserPathCheck.RunAsync(server, token);
        }
    }

    /// <summary>What a server's own machine must have.</summary>
    private static IEnumerable<Func<CancellationToken, Task<Finding>>> Own(ParseResult parsed)
    {
        var directory = parsed.GetRequiredValue(Data).FullName;
        var database = parsed.GetValue(Database);
        var keys = MasterKeyOptions.Read(parsed);
        yield return ToolChecks.FfmpegAsync;
        yield return ToolChecks.OpenSslAsync;
        yield return token => DiskCheck.RunAsync(directory, token);
        yield return token => DatabaseCheck.RunAsync(database, token);
        yield return token => ClockCheck.RunAsync(database, TimeProvider.System, token);
        if (keys.MasterKeySource() is not null)
        {
            yield return _ => Task.FromResult(MasterKeyCheck.Run(keys));
        }

        yield return UdpCheck.RunAsync;
        yield return TcpCheck.RunAsync;
    }
}
