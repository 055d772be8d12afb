using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;
using Telemed.Server.Json;
using Telemed.Server.Options;
using Telemed.Server.Secrets;
using Telemed.Server.SignIn;

namespace Telemed.Server.Demo;

/// <summary>
/// Fills an empty database with the demonstration network. All its people share one password, made at that moment and kept
/// in <c>demo-sign-ins.json</c> (mode 0600), or taken from the configuration.
/// </summary>
internal sealed class DemoSeed(IDirectory directory, ServerOptions options, TimeProvider time, ILogger<DemoSeed> logger)
{
    private const string Letters = "abcdefghjkmnpqrstuvwxyz23456789";

    private static readonly JsonSerializerOptions Readable = new(Wire.Options)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // A file for people, with Chinese names in it.
    };

    /// <summary>Fills the database unless it knows somebody already.</summary>
    public async Task SeedAsync(CancellationToken ct)
    {
        if ((await directory.LoadAsync(ct)).People.Any())
        {
            return;
        }

        var network = DemoNetwork.Build(time.GetUtcNow());
        var password = options.DemoPassword ?? RandomNumberGenerator.GetString(Letters, 12);
        await directory.ReplaceAsync(network, ct);
        var hash = PasswordCheck.Hash(password); // One password, so one hash tells nothing that the file does not.
        foreach (var person in network.People)
        {
            await directory.SetPasswordAsync(person.Id, hash, ct);
        }

        var lines = network.People.Select(one => new DemoSignIn(
            one.User,
            password,
            $"{one.Name.Zh} {one.Name.En}",
            string.Join(", ", one.Roles.Select(role => JsonNamingPolicy.CamelCase.ConvertName(role.ToString()))),
            string.Join(", ", network.Rota.Where(shift => shift.Person == one.Id).Select(shift => shift.Service.Value)),
            Of(network.FindInstitution(one.Institution)?.Name)));
        PrivateFiles.Replace(
            Path.Combine(options.DataDirectory, "demo-sign-ins.json"), JsonSerializer.SerializeToUtf8Bytes(lines, Readable));
        logger.DemoSeeded();
    }

    private static string Of(Name? name) => name is null ? string.Empty : $"{name.Zh} {name.En}";
}
