using System.CommandLine;
using System.Text.Json.Nodes;
using Telemed.Cli.Load;

namespace Telemed.Cli.Commands;

/// <summary><c>telemed token</c>: a join token for a consult's room, or for rooms without a consult.</summary>
internal static class TokenCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var server = new ServerOptions(userRequired: false);
        var consult = new Option<string?>("--consult") { Description = "The consult's id; needs --user. Prints token and hub address as JSON." };
        var room = new Option<string?>("--room")
        {
            Description = "A load room's name, or '*' for all, at a server on this machine with Telemed:LoadRooms=true. Prints the token alone.",
        };
        var role = new Option<string>("--role")
        {
            Description = "With --room: publisher, viewer or any. Default any.",
            DefaultValueFactory = _ => "any",
        };
        role.AcceptOnlyFromAmong("publisher", "viewer", "any");
        var command = new Command("token", "Prints a join token. One for a consult lives a minute and is used once; one for load rooms lives 12 hours.")
        {
            consult, room, role,
        };
        server.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(consult) is null == result.GetValue(room) is null) result.AddError("Give one of --consult and --room.");
        });
        command.SetAction(async (parsed, stop) =>
        {
            if (parsed.GetValue(room) is { } name)
            {
                using var load = new LoadServer(server.Url(parsed));
                Console.WriteLine(await load.TokenAsync(name, parsed.GetRequiredValue(role), stop));
                return ExitCodes.Done;
            }

            using var api = await server.SignInAsync(parsed, stop);
            var id = Uri.EscapeDataString(parsed.GetRequiredValue(consult)!);
            var permit = await api.CommandAsync($"/api/consults/{id}/join", new JsonObject { ["device"] = "telemed token" }, stop);
            Console.WriteLine(permit.ToJsonString());
            return ExitCodes.Done;
        });
        return command;
    }
}
