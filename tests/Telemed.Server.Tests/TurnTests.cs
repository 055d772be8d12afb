using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using Telemed.Server.Options;
using Telemed.Server.Tokens;

namespace Telemed.Server.Tests;

public sealed class TurnTests
{
    private const string Secret = "north-wind-and-sun";

    [Fact]
    public void Credentials_are_what_coturn_computes_from_the_shared_secret_and_end_in_time()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var server = Assert.Single(new TurnServers(new()
        {
            Urls = ["turn:turn.example:3478?transport=udp", "turns:turn.example:443?transport=tcp"],
            Secret = Secret,
            Lifetime = TimeSpan.FromMinutes(10),
        }).For(now));

        Assert.StartsWith("1700000600:", server.Username, StringComparison.Ordinal);
        Assert.Equal(2, server.Urls.Count);
#pragma warning disable CA5350 // coturn's algorithm
        using var hmac = new HMACSHA1(Encoding.ASCII.GetBytes(Secret));
#pragma warning restore CA5350
        Assert.Equal(Convert.ToBase64String(hmac.ComputeHash(Encoding.ASCII.GetBytes(server.Username))), server.Credential);
    }

    [Fact]
    public async Task A_join_permit_carries_them_and_a_server_without_turn_gives_none()
    {
        await using var with = await TestServer.StartAsync(
            "Telemed:Turn:Urls=turn:turn.example:3478", $"Telemed:Turn:Secret={Secret}");
        await using var without = await TestServer.StartAsync();

        var server = Assert.Single(await IceServersAsync(with));
        Assert.Equal("turn:turn.example:3478", server.GetProperty("urls")[0].GetString());
        Assert.DoesNotContain("liu", server.GetProperty("username").GetString(), StringComparison.Ordinal);
        Assert.Empty(await IceServersAsync(without));
    }

    [Fact]
    public void Faulty_options_are_named_and_the_secret_is_not_quoted()
    {
        var faults = Assert.Throws<OptionFaultsException>(() => Read(
            ("Telemed:Turn:Urls", "http://turn.example, turn:user@turn.example, turn:ok.example"),
            ("Telemed:Turn:Secret", "short"),
            ("Telemed:Turn:LifetimeMinutes", "1"))).Faults;

        Assert.Equal(4, faults.Count);
        Assert.Contains(faults, fault => fault.EndsWith("seen 'http://turn.example'.", StringComparison.Ordinal));
        Assert.Contains(faults, fault => fault.EndsWith("seen 'turn:user@turn.example'.", StringComparison.Ordinal));
        Assert.DoesNotContain(faults, fault => fault.Contains("short", StringComparison.Ordinal));
        Assert.Single(Assert.Throws<OptionFaultsException>(() => Read(("Telemed:Turn:Urls", "turn:ok.example"))).Faults);
    }

    private static async Task<System.Text.Json.JsonElement[]> IceServersAsync(TestServer server)
    {
        await using var doctor = await Person.SignInAsync(server, Person.ClinicDoctor);
        await using var specialist = await Person.SignInAsync(server, Person.Specialist);
        var consult = await specialist.AcceptAsync(doctor);
        var permit = await doctor.DoAsync($"/api/consults/{consult}/join", new { });
        return [.. permit.GetProperty("iceServers").EnumerateArray()];
    }

    private static ServerOptions Read(params (string Key, string Value)[] settings) => ServerOptions.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)))
            .Build());
}
