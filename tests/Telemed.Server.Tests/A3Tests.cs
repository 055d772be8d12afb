using System.Net;
using System.Net.Http.Json;
using Telemed.Server.SignIn;

namespace Telemed.Server.Tests;

/// <summary>A3: two factors for staff; the password once more to sign; automatic log-off.</summary>
public sealed class A3Tests
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_confirmed_second_factor_is_asked_for_and_each_code_serves_once(bool required)
    {
        await using var server = await TestServer.StartAsync(
            required ? "Telemed:SignIn:SecondFactor=required" : "Telemed:SignIn:SecondFactor=optional");
        await using var liu = await Person.SignInAsync(server, Person.ClinicDoctor);
        Assert.Equal(required, await IsShutAsync(liu.Client));
        Assert.Equal("sign-in-refused", await TestServer.ProblemAsync(
            await liu.PostAsync("/api/me/second-factor", new { password = "wrong" })));

        var begun = await liu.DoAsync("/api/me/second-factor", new { password = TestServer.Password });
        Assert.Contains("<svg", begun.GetProperty("qr").GetString(), StringComparison.Ordinal);
        var secret = Read(begun.GetProperty("secret").GetString()!);
        Assert.Equal("sign-in-refused", await TestServer.ProblemAsync(
            await liu.PostAsync("/api/me/second-factor/confirm", new { code = "000000x" })));
        var step = Totp.StepAt(DateTimeOffset.UtcNow);
        var me = await liu.DoAsync("/api/me/second-factor/confirm", new { code = Totp.Code(secret, step) });
        Assert.True(me.GetProperty("secondFactor").GetBoolean());
        Assert.False(await IsShutAsync(liu.Client));

        using var fresh = server.Client();
        Assert.Equal("second-factor-required", await TestServer.ProblemAsync(await SignAsync(fresh, null)));
        Assert.Equal("sign-in-refused", await TestServer.ProblemAsync(await SignAsync(fresh, Totp.Code(secret, step))));
        var entered = await SignAsync(fresh, Totp.Code(secret, step + 1));
        Assert.Equal(HttpStatusCode.OK, entered.StatusCode);
        Assert.False(await IsShutAsync(fresh));

        // The right password before each guess at the code forgives none of them.
        for (var guess = 0; required && guess < 5; guess++)
        {
            Assert.Equal("sign-in-refused", await TestServer.ProblemAsync(await SignAsync(fresh, "000000x")));
        }

        Assert.Equal(required ? "locked-out" : "second-factor-required", await TestServer.ProblemAsync(await SignAsync(fresh, null)));
    }

    [Fact]
    public async Task An_opinion_is_signed_only_with_the_signers_own_password_once_more()
    {
        await using var server = await TestServer.StartAsync("Telemed:Media:AbsenceMilliseconds=600000");
        await using var liu = await Person.SignInAsync(server, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(server, Person.Specialist);
        var consult = await zhao.AcceptAsync(liu);
        await liu.EnterAsync(consult);
        await zhao.EnterAsync(consult);
        await zhao.CommandAsync(consult, "end");
        await zhao.DoAsync($"/api/consults/{consult}/opinion", new { commandId = Person.NewId(), findings = "f", advice = "a" });

        foreach (var password in (string?[])[null, string.Empty, "wrong"])
        {
            var refused = await zhao.PostAsync($"/api/consults/{consult}/sign", new { commandId = Person.NewId(), password });
            Assert.Contains(await TestServer.ProblemAsync(refused), (string[])["sign-in-refused", "invalid"]);
            Assert.Equal("opinionPending", (await zhao.ConsultAsync(consult)).GetProperty("state").GetString());
        }

        await zhao.DoAsync($"/api/consults/{consult}/sign", new { commandId = Person.NewId(), password = TestServer.Password });
        Assert.Equal("opinionSigned", (await liu.ConsultAsync(consult)).GetProperty("state").GetString());
    }

    [Fact]
    public void A_person_without_requests_is_idle_after_the_idle_time_and_not_before()
    {
        var time = new ManualTime();
        var attendance = new Attendance(time);
        var lastRequest = time.GetUtcNow();

        time.Advance(Idle);
        Assert.False(attendance.IsIdle("li", lastRequest, Idle));
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(attendance.IsIdle("li", lastRequest, Idle));
    }

    [Fact]
    public void A_long_consult_signs_nobody_out_until_the_idle_time_after_it()
    {
        var time = new ManualTime();
        var attendance = new Attendance(time);
        var lastRequest = time.GetUtcNow();
        attendance.Enter("li");
        attendance.Enter("li");
        time.Advance(TimeSpan.FromHours(2));
        attendance.Leave("li");
        Assert.False(attendance.IsIdle("li", lastRequest, Idle));
        Assert.True(attendance.IsIdle("wu", lastRequest, Idle));

        time.Advance(TimeSpan.FromHours(1));
        attendance.Leave("li");
        Assert.False(attendance.IsIdle("li", lastRequest, Idle));
        time.Advance(Idle + TimeSpan.FromSeconds(1));
        Assert.True(attendance.IsIdle("li", lastRequest, Idle));
    }

    private static async Task<bool> IsShutAsync(HttpClient client) =>
        (await client.GetAsync("/api/consults")).StatusCode == HttpStatusCode.Forbidden;

    private static Task<HttpResponseMessage> SignAsync(HttpClient client, string? code) => client.PostAsJsonAsync(
        "/api/session", new { user = Person.ClinicDoctor, password = TestServer.Password, code });

    private static byte[] Read(string base32)
    {
        const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
        var bytes = new List<byte>();
        var (bits, count) = (0, 0);
        foreach (var letter in base32)
        {
            bits = (bits << 5) | Letters.IndexOf(letter, StringComparison.Ordinal);
            count += 5;
            if (count >= 8)
            {
                count -= 8;
                bytes.Add((byte)(bits >> count));
                bits &= (1 << count) - 1;
            }
        }

        return [.. bytes];
    }
}
