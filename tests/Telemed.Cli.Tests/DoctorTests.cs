using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Cli.Doctor;
using Telemed.Media;
using Telemed.Rtc.Stun;

namespace Telemed.Cli.Tests;

/// <summary>What the doctor finds, and what it says to do when something is wrong.</summary>
public sealed class DoctorTests
{
    private const string Secret = "a-secret-of-two";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_machine_that_runs_these_tests_has_its_loopback()
    {
        Assert.True((await TcpCheck.RunAsync(Stop)).Healthy);
        Assert.True((await UdpCheck.RunAsync(Stop)).Healthy);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(500, true)]
    [InlineData(-501, false)]
    [InlineData(90_000, false)]
    public void A_clock_that_is_half_a_second_off_is_to_be_set(int milliseconds, bool healthy)
    {
        var finding = ClockCheck.Judge(TimeSpan.FromMilliseconds(milliseconds));
        Assert.Equal(healthy, finding.Healthy);
        Assert.Equal(!healthy, finding.Says.Contains("NTP", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("turn:turn.example", "turn.example", 3478, false, false)]
    [InlineData("turn:10.0.0.1:80?transport=tcp", "10.0.0.1", 80, true, false)]
    [InlineData("turns:turn.example", "turn.example", 5349, true, true)]
    [InlineData("turn:[2001:db8::1]:3479", "2001:db8::1", 3479, false, false)]
    public void A_TURN_address_says_where_and_how(string text, string host, int port, bool tcp, bool tls)
    {
        Assert.True(TurnAddress.TryParse(text, out var address));
        Assert.Equal(new TurnAddress(host, port, tcp, tls), address);
    }

    [Theory]
    [InlineData("stun:turn.example")]
    [InlineData("turn:")]
    [InlineData("turn:host:port")]
    [InlineData("turn:host?transport=sctp")]
    public void What_is_no_TURN_address_is_told_so(string text) => Assert.False(TurnAddress.TryParse(text, out _));

    [Theory]
    [InlineData(Secret, true, "relayed address")]
    [InlineData("another-secret", false, "static-auth-secret")]
    public async Task A_TURN_server_gives_out_an_address_for_the_secret_that_it_shares(string secret, bool healthy, string says)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var serving = ServeAsync(socket, ended.Token);

        var finding = await TurnCheck.RunAsync(
            $"turn:127.0.0.1:{((IPEndPoint)socket.LocalEndPoint!).Port}", secret, DateTimeOffset.UnixEpoch, Stop);

        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving);
        Assert.Equal(healthy, finding.Healthy);
        Assert.Contains(says, finding.Says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_media_port_is_seen_from_outside_while_a_server_has_it()
    {
        var folder = Directory.CreateTempSubdirectory("telemed-doctor-").FullName;
        using var free = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)free.Client.LocalEndPoint!).Port;
        free.Close();
        var node = MediaNode.Start(
            new() { Address = "127.0.0.1", Port = port }, new() { Directory = folder }, TimeProvider.System, NullLoggerFactory.Instance);

        Assert.True((await OutsideCheck.RunAsync("127.0.0.1", port, Stop)).Healthy);

        await node.DisposeAsync();
        Assert.False((await OutsideCheck.RunAsync("127.0.0.1", port, Stop)).Healthy); // The loopback says that nobody is there.
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task The_way_of_a_browser_is_gone_to_its_end_and_what_stops_it_is_named()
    {
        Assert.Contains("https", (await BrowserPathCheck.RunAsync(new("http://telemed.example"), Stop)).Says, StringComparison.Ordinal);

        var (ready, upgrade) = (200, 401);
        await using var app = await FrontAsync(() => ready, () => upgrade);
        var address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        Assert.True((await BrowserPathCheck.RunAsync(address, Stop)).Healthy);

        upgrade = 400;
        var finding = await BrowserPathCheck.RunAsync(address, Stop);
        Assert.False(finding.Healthy);
        Assert.Contains("Upgrade", finding.Says, StringComparison.Ordinal);

        ready = 503;
        Assert.Contains("/readyz answers 503", (await BrowserPathCheck.RunAsync(address, Stop)).Says, StringComparison.Ordinal);
    }

    private static async Task<WebApplication> FrontAsync(Func<int> ready, Func<int> upgrade)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/healthz", () => "ok");
        app.MapGet("/readyz", () => Results.StatusCode(ready()));
        app.MapGet("/", () => "page");
        app.MapGet("/api/me", () => Results.StatusCode(401));
        app.MapGet("/hubs/desk", () => Results.StatusCode(upgrade()));
        await app.StartAsync(Stop);
        return app;
    }

    /// <summary>As coturn with use-auth-secret answers: 401 with a realm first, then by the message's integrity.</summary>
    private static async Task ServeAsync(Socket socket, CancellationToken stop)
    {
        var buffer = new byte[1500];
        while (true)
        {
            var got = await socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), stop);
            await socket.SendToAsync(Answer(buffer.AsSpan(0, got.ReceivedBytes)), got.RemoteEndPoint, stop);
        }
    }

    private static byte[] Answer(ReadOnlySpan<byte> request)
    {
        Assert.True(StunMessage.TryParse(request, out var message));
        var user = Encoding.UTF8.GetString(message.Username);
        var isKnown = user.Length > 0 && message.VerifyIntegrity(KeyOf(user));
        Span<byte> buffer = stackalloc byte[512];
        var writer = new StunMessageWriter(
            buffer, (StunMessageType)((ushort)message.Type | (isKnown ? 0x0100 : 0x0110)), message.TransactionId);
        if (!isKnown)
        {
            writer.AddErrorCode(401, "Unauthorized"u8);
            writer.Add((StunAttributeType)0x0014, "telemed.test"u8);
            writer.Add((StunAttributeType)0x0015, "nonce-1"u8);
        }

        return buffer[..writer.Length].ToArray();
    }

#pragma warning disable CA5350, CA5351 // Fixed by coturn and RFC 8489.
    private static byte[] KeyOf(string user)
    {
        var password = Convert.ToBase64String(HMACSHA1.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes(user)));
        return MD5.HashData(Encoding.UTF8.GetBytes($"{user}:telemed.test:{password}"));
    }
#pragma warning restore CA5350, CA5351
}
