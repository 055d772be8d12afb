using System.CommandLine;
using System.Text.Json.Nodes;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed token</c>: a join token for a consult's room.</summary>
internal static class TokenCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var server = new ServerOptions();
        var consult = new Option<string>("--consult") { Description = "The consult's id.", Required = true };
        var command = new Command("token", "Prints a join token for the room of a consult, with the hub's address, as JSON. It lives a minute and is used once.")
        {
            consult,
        };
        server.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            using var api = await server.SignInAsync(parsed, stop);
            var id = Uri.EscapeDataString(parsed.GetRequiredValue(consult));
            var permit = await api.CommandAsync($"/api/consults/{id}/join", new JsonObject { ["device"] = "telemed token" }, stop);
            Console.WriteLine(permit.ToJsonString());
            return ExitCodes.Done;
        });
        return command;
    }
}
