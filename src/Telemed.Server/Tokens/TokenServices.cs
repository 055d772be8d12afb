using System.Security.Cryptography;
using System.Text;
using Telemed.Consults.Desk;
using Telemed.Server.Guests;
using Telemed.Server.Options;
using Telemed.Server.Secrets;
using Telemed.Storage.Keys;

namespace Telemed.Server.Tokens;

/// <summary>Registers the join tokens.</summary>
internal static class TokenServices
{
    /// <summary>Uses the configured key; or one that follows from the master key, where nodes share a database; or one that is made once
    /// and kept in the data directory.</summary>
    public static void AddTokens(this WebApplicationBuilder builder, ServerOptions options)
    {
        builder.Services.AddSingleton(_ => new JoinTokens(Key(options)));
        builder.Services.AddSingleton(_ => new GuestLinks(Key(options)));
        builder.Services.AddSingleton(_ => new QualitySample(options.QualitySamplePermille, Key(options)));
        builder.Services.AddSingleton<UsedTokens>();
        builder.Services.AddSingleton(new TurnServers(options.Turn));
        builder.Services.AddSingleton<LoadAccess>();
    }

    private static byte[] Key(ServerOptions options)
    {
        if (options.TokenSigningKey is { } text)
        {
            return SHA256.HashData(Encoding.UTF8.GetBytes(text));
        }

        if (options.PostgreSql is not null)
        {
            // The nodes of a region have the master key in common, and need no second secret.
            var master = new MasterKeyLines(options.Recording.MasterKeySource()!.ReadLines()).Current;
            return HKDF.DeriveKey(HashAlgorithmName.SHA256, master.Bytes.ToArray(), 32, info: Encoding.ASCII.GetBytes("telemed join tokens"));
        }

        PrivateFiles.EnsureDirectory(options.SecretsDirectory);
        return PrivateFiles.ReadOrCreate(
            Path.Combine(options.SecretsDirectory, "token-signing.key"), () => RandomNumberGenerator.GetBytes(32));
    }
}
