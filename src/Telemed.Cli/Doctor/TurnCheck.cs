using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;
using Telemed.Rtc.Stun;

namespace Telemed.Cli.Doctor;

/// <summary>
/// Whether a coturn gives out a relayed address for the secret that the server shares with it: an Allocate that is refused with a
/// realm and a nonce, the same with credentials, and a Refresh that gives the address back (RFC 8656, sections 7 and 8).
/// </summary>
internal static class TurnCheck
{
    private const StunMessageType Allocate = (StunMessageType)0x0003;
    private const StunMessageType Allocated = (StunMessageType)0x0103;
    private const StunMessageType Refresh = (StunMessageType)0x0004;
    private const StunAttributeType Realm = (StunAttributeType)0x0014;
    private const StunAttributeType Nonce = (StunAttributeType)0x0015;
    private const StunAttributeType RequestedTransport = (StunAttributeType)0x0019;
    private const StunAttributeType Lifetime = (StunAttributeType)0x000D;
    private const uint Udp = 17u << 24;
    private const int Unauthorized = 401;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Good = TimeSpan.FromMinutes(10);

    /// <summary>Asks for a relayed address.</summary>
    /// <param name="url">Such as <c>turn:turn.example:3478</c>.</param>
    /// <param name="secret">coturn's <c>static-auth-secret</c>.</param>
    /// <param name="now">The present, for credentials that end by themselves.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<Finding> RunAsync(string url, string secret, DateTimeOffset now, CancellationToken stop)
    {
        if (!TurnAddress.TryParse(url, out var address)) return Wrong($"{url} is no TURN address (turn:host:port, turns:host:port)");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Limit);
        try
        {
            await using var line = await TurnLine.OpenAsync(address, limit.Token);
            return await AllocateAsync(line, url, secret, now, limit.Token);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return Wrong($"{url} does not answer within {Limit.TotalSeconds:0} s: is coturn running, and its port open to {(address.ByTcp ? "TCP" : "UDP")}?");
        }
        catch (Exception fault) when (fault is SocketException or IOException or AuthenticationException)
        {
            return Wrong($"{url}: {fault.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static async Task<Finding> AllocateAsync(
        TurnLine line, string url, string secret, DateTimeOffset now, CancellationToken stop)
    {
        var refused = await line.AskAsync(Write(Allocate, null, RequestedTransport, Udp), stop);
        if (Read(refused) is not { Error: Unauthorized } asked) return Wrong($"{url} does not ask for credentials: set use-auth-secret and a realm");
        var key = KeyOf(secret, asked, now);
        var answer = await line.AskAsync(Write(Allocate, key, RequestedTransport, Udp), stop);
        var got = Read(answer);
        if (got.Type != Allocated)
        {
            return Wrong($"{url} refuses the credentials ({got.Error}): static-auth-secret and Telemed:Turn:Secret differ, or a clock is wrong");
        }

        await line.AskAsync(Write(Refresh, key, Lifetime, 0), stop);
        return new Finding(true, "TURN", $"{url} gives out a relayed address");
    }

    private static (StunMessageType Type, int Error, string Realm, byte[] Nonce) Read(byte[] bytes)
    {
        if (!StunMessage.TryParse(bytes, out var message)) return default;
        var realm = message.TryGet(Realm, out var named) ? Encoding.UTF8.GetString(named.Value) : "";
        return (message.Type, message.ErrorCode, realm, message.TryGet(Nonce, out var nonce) ? nonce.Value.ToArray() : []);
    }

    [SuppressMessage("Security", "CA5350", Justification = "coturn fixes the algorithm; as an HMAC SHA-1 is not broken.")]
    [SuppressMessage("Security", "CA5351", Justification = "RFC 8489 section 9.2.2 fixes the key's algorithm.")]
    private static Credentials KeyOf(string secret, (StunMessageType, int, string Realm, byte[] Nonce) asked, DateTimeOffset now)
    {
        var user = string.Create(CultureInfo.InvariantCulture, $"{(now + Good).ToUnixTimeSeconds()}:doctor");
        var password = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes(user)));
        return new(user, asked.Realm, asked.Nonce, MD5.HashData(Encoding.UTF8.GetBytes($"{user}:{asked.Realm}:{password}")));
    }

    private static byte[] Write(StunMessageType type, Credentials? by, StunAttributeType attribute, uint value)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var id = new StunTransactionId((uint)RandomNumberGenerator.GetInt32(int.MaxValue), (ulong)RandomNumberGenerator.GetInt32(int.MaxValue));
        var writer = new StunMessageWriter(buffer, type, id);
        writer.Add(attribute, value);
        if (by is not null)
        {
            writer.Add(StunAttributeType.Username, Encoding.UTF8.GetBytes(by.User));
            writer.Add(Realm, Encoding.UTF8.GetBytes(by.Realm));
            writer.Add(Nonce, by.Nonce);
            writer.AddIntegrity(by.Key);
        }

        return buffer[..writer.Length].ToArray();
    }

    private static Finding Wrong(string says) => new(false, "TURN", says);

    private sealed record Credentials(string User, string Realm, byte[] Nonce, byte[] Key);
}
