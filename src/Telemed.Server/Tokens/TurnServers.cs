using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Telemed.Server.Options;

namespace Telemed.Server.Tokens;

/// <summary>
/// TURN servers with credentials that end by themselves, as coturn's <c>use-auth-secret</c> checks them: the user name is
/// the time of their end, a colon and a nonce; the password is the Base64 of the user name's HMAC-SHA-1 under the secret
/// that both know. The nonce names nobody. Any thread.
/// </summary>
internal sealed class TurnServers(TurnOptions options)
{
    /// <summary>What a browser may use from now on; empty without a TURN server.</summary>
    [SuppressMessage("Security", "CA5350", Justification = "coturn fixes the algorithm; as an HMAC SHA-1 is not broken.")]
    public IReadOnlyList<IceServer> For(DateTimeOffset now)
    {
        if (options.Secret is not { } secret)
        {
            return [];
        }

        var end = (now + options.Lifetime).ToUnixTimeSeconds();
        var nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var user = string.Create(CultureInfo.InvariantCulture, $"{end}:{nonce}");
        var password = HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(user));
        return [new(options.Urls, user, Convert.ToBase64String(password))];
    }
}
