using System.Diagnostics;
using Microsoft.Extensions.Configuration;
using Telemed.Server.Options;

namespace Telemed.Server.Tests;

public sealed class OptionTests
{
    [Fact]
    public void All_faults_are_listed_at_once_with_name_bound_and_value_seen()
    {
        var faults = Assert.Throws<OptionFaultsException>(() => Read(
            ("Telemed:Media:Port", "70000"),
            ("Telemed:Media:Shards", "many"),
            ("Telemed:Node:PublicUrl", "ftp://example"),
            ("Telemed:SignIn:Failures", "1"),
            ("Telemed:Clocks:LeadWindowDays", "0"),
            ("Telemed:Demo", "perhaps"))).Faults;

        Assert.Contains("Telemed:Media:Port must be a whole number from 0 to 65535; seen '70000'.", faults);
        Assert.Contains("Telemed:Media:Shards must be a whole number from 1 to 64; seen 'many'.", faults);
        Assert.Contains(faults, fault => fault.Contains("PublicUrl", StringComparison.Ordinal) && fault.Contains("ftp", StringComparison.Ordinal));
        Assert.Contains("Telemed:SignIn:Failures must be a whole number from 2 to 100; seen '1'.", faults);
        Assert.Contains("Telemed:Demo must be true or false; seen 'perhaps'.", faults);
        Assert.Contains("Telemed:Clocks:LeadWindowDays must be a whole number from 1 to 3650; seen '0'.", faults);
        Assert.Equal(6, faults.Count);
    }

    [Fact]
    public void A_secret_is_never_quoted_in_a_fault()
    {
        var fault = Assert.Single(
            Assert.Throws<OptionFaultsException>(() => Read(("Telemed:Tokens:SigningKey", "hunter2"))).Faults);

        Assert.DoesNotContain("hunter2", fault, StringComparison.Ordinal);
        Assert.Contains("seen 7", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Reminders_go_over_https_beyond_this_machine()
    {
        Assert.Contains(
            Assert.Throws<OptionFaultsException>(() => Read(("Telemed:Reminders:Url", "http://messages.example/"))).Faults,
            fault => fault.Contains("Telemed:Reminders:Url", StringComparison.Ordinal));
        Assert.Equal("http", Read(("Telemed:Reminders:Url", "http://127.0.0.1:9000/")).Reminders.Url!.Scheme);
    }

    [Fact]
    public void Without_configuration_the_defaults_hold()
    {
        var options = Read();

        Assert.Null(options.PostgreSql);
        Assert.Equal(Path.GetFullPath("data"), options.DataDirectory);
        Assert.Equal(TimeSpan.FromMinutes(30), options.SignIn.Idle);
        Assert.Equal(5, options.SignIn.Failures);
        Assert.False(options.Demo);
    }

    [Fact]
    public void A_list_may_be_numbered_or_separated_by_commas()
    {
        Assert.Equal(
            ["192.0.2.1", "192.0.2.2"],
            Read(("Telemed:Media:AnnouncedAddresses", "192.0.2.1, 192.0.2.2")).Media.AnnouncedAddresses);
        Assert.Equal(
            ["192.0.2.3"],
            Read(("Telemed:Media:AnnouncedAddresses:0", "192.0.2.3")).Media.AnnouncedAddresses);
    }

    [Fact]
    public async Task A_server_with_a_faulty_configuration_exits_with_words_and_no_stack()
    {
        var server = Path.Combine(AppContext.BaseDirectory, "Telemed.Server.dll");
        using var process = Process.Start(new ProcessStartInfo("dotnet", [server, "--Telemed:Media:Port=abc"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = Path.GetTempPath(),
        })!;
        var said = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(78, process.ExitCode);
        Assert.Contains("Telemed:Media:Port must be", said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }

    private static ServerOptions Read(params (string Key, string Value)[] settings) => ServerOptions.Read(
        new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(one => KeyValuePair.Create(one.Key, (string?)one.Value)))
            .Build());
}
