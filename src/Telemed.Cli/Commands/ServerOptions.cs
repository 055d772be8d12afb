using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Telemed.Cli.Api;

namespace Telemed.Cli.Commands;

/// <summary>The options by which a command reaches a server as a person.</summary>
internal sealed class ServerOptions(bool userRequired = true)
{
    private const string PasswordVariable = "TELEMED_PASSWORD";

    private readonly Option<Uri> _url = UrlOption("The server's address.");

    private readonly Option<string> _user = new("--user") { Description = "Who signs in.", Required = userRequired };

    private readonly Option<FileInfo?> _signIns = new("--sign-ins")
    {
        Description = $"The demonstration network's sign-ins, where the password stands; without it, {PasswordVariable} holds the password.",
    };

    /// <summary>An option <c>--url</c> for an http or https address.</summary>
    public static Option<Uri> UrlOption(string description) => new("--url")
    {
        Description = description,
        DefaultValueFactory = _ => new Uri("http://127.0.0.1:8080"),
        CustomParser = result =>
        {
            if (Uri.TryCreate(result.Tokens.Single().Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
            result.AddError("--url wants an http or https address");
            return null;
        },
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_user);
        command.Options.Add(_signIns);
    }

    /// <summary>The server's address.</summary>
    public Uri Url(ParseResult parsed) => parsed.GetRequiredValue(_url);

    /// <summary>Signs in; dispose the session.</summary>
    /// <exception cref="CliException">No password, refused, or no answer.</exception>
    public async Task<ServerApi> SignInAsync(ParseResult parsed, CancellationToken stop)
    {
        var user = parsed.GetValue(_user) ?? throw new CliException("--user is missing", ExitCodes.Usage);
        var password = parsed.GetValue(_signIns) is { } file ? PasswordFrom(file, user) : Environment.GetEnvironmentVariable(PasswordVariable);
        if (string.IsNullOrEmpty(password)) throw new CliException($"set {PasswordVariable} or name a --sign-ins file", ExitCodes.Usage);
        var api = new ServerApi(parsed.GetRequiredValue(_url));
        try
        {
            await api.SignInAsync(user, password, stop);
            return api;
        }
        catch
        {
            api.Dispose();
            throw;
        }
    }

    private static string PasswordFrom(FileInfo file, string user)
    {
        try
        {
            var content = JsonNode.Parse(File.ReadAllText(file.FullName));
            var people = content as JsonArray ?? content?["people"] as JsonArray ?? [];
            return (string?)people.FirstOrDefault(person => (string?)person?["user"] == user)?["password"]
                ?? throw new CliException($"there is no user {user} in {file}", ExitCodes.Usage);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CliException($"{file} cannot be read as sign-ins: {fault.Message}", ExitCodes.Usage);
        }
    }
}
