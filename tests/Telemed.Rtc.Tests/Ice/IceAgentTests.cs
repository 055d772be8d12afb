using Telemed.Rtc.Ice;
using Telemed.Rtc.Session;

namespace Telemed.Rtc.Tests.Ice;

public sealed class IceAgentTests
{
    private static readonly IceRemoteCandidate Udp = new(IceWorld.ServerUdp, 2130706431);
    private static readonly IceRemoteCandidate Tcp = new(IceWorld.ServerTcp, 1518280447);

    [Fact]
    public void Client_and_server_agree_on_a_path_in_two_round_trips()
    {
        var world = new IceWorld(Udp);

        world.RunFor(TimeSpan.FromMilliseconds(45));

        Assert.Equal(IceState.Connected, world.Client.State);
        Assert.Equal(IceWorld.ServerUdp, world.Client.SelectedPath);
        Assert.Equal(NetworkPath.FromIPv4(0x0A000001, 5000), world.Server.SelectedPath);
        Assert.Equal([IceEventKind.PathAuthenticated, IceEventKind.PathSelected], world.ServerEvents.ConvertAll(e => e.Kind));
        Assert.Equal([IceEventKind.PathSelected], world.ClientEvents.ConvertAll(e => e.Kind));
    }

    [Fact]
    public void UDP_wins_over_TCP_when_both_answer()
    {
        var world = new IceWorld(Tcp, Udp);

        world.RunFor(TimeSpan.FromSeconds(1));

        Assert.Equal(IceWorld.ServerUdp, world.Client.SelectedPath);
        Assert.Equal(NetworkProtocol.Udp, world.Server.SelectedPath?.Protocol);
    }

    [Fact]
    public void TCP_is_taken_when_UDP_is_blocked()
    {
        var world = new IceWorld(Udp, Tcp) { Passes = path => path.Protocol == NetworkProtocol.Tcp };

        world.RunFor(TimeSpan.FromMilliseconds(500));

        Assert.Equal(IceWorld.ServerTcp, world.Client.SelectedPath);
        Assert.Equal(NetworkProtocol.Tcp, world.Server.SelectedPath?.Protocol);
    }

    [Fact]
    public void Lost_checks_are_repeated()
    {
        var datagram = 0;
        var world = new IceWorld(Udp) { Passes = _ => ++datagram > 3 };

        world.RunFor(TimeSpan.FromSeconds(2));

        Assert.Equal(IceState.Connected, world.Client.State);
    }

    [Fact]
    public void A_server_that_never_answers_is_given_up()
    {
        var world = new IceWorld(Udp) { Passes = _ => false };

        world.RunFor(TimeSpan.FromSeconds(30));

        Assert.Equal(IceState.Lost, world.Client.State);
        Assert.Equal([IceEventKind.Lost], world.ClientEvents.ConvertAll(e => e.Kind));
        Assert.Equal(9, world.ChecksSent);
    }

    [Fact]
    public void Consent_is_renewed_about_every_five_seconds()
    {
        var world = new IceWorld(Udp);
        world.RunFor(TimeSpan.FromSeconds(1));
        var before = world.ChecksSent;

        world.RunFor(TimeSpan.FromSeconds(100));

        Assert.InRange(world.ChecksSent - before, 16, 25);
        Assert.Equal(IceState.Connected, world.Client.State);
        Assert.NotNull(world.Server.SelectedPath);
    }

    [Fact]
    public void Both_sides_stop_when_consent_is_not_renewed_for_30_seconds()
    {
        var world = new IceWorld(Udp);
        world.RunFor(TimeSpan.FromSeconds(10));
        world.Passes = _ => false;

        world.RunFor(TimeSpan.FromSeconds(24));
        Assert.Equal(IceState.Connected, world.Client.State);
        Assert.NotNull(world.Server.SelectedPath);
        world.RunFor(TimeSpan.FromSeconds(8));

        Assert.Equal(IceState.Lost, world.Client.State);
        Assert.Null(world.Client.SelectedPath);
        Assert.Null(world.Server.SelectedPath);
        Assert.Equal(IceEventKind.Lost, world.ServerEvents[^1].Kind);
        Assert.Equal(IceEventKind.PathExpired, world.ServerEvents[^2].Kind);
    }

    [Fact]
    public void An_agent_without_the_servers_answer_waits()
    {
        using var random = System.Security.Cryptography.RandomNumberGenerator.Create();
        var agent = new IceControllingAgent(IceWorld.Credentials(1), random);
        agent.AddRemoteCandidate(Udp);

        Assert.Equal(Telemed.Rtc.Time.MonotonicTime.Never, agent.Deadline);
        Assert.False(agent.TryPoll(default, new byte[512], out _, out _));

        agent.SetRemote(IceWorld.Credentials(2));

        Assert.True(agent.TryPoll(default, new byte[512], out var to, out _));
        Assert.Equal(IceWorld.ServerUdp, to);
    }

    [Theory]
    [InlineData("abc", "0123456789012345678901")]
    [InlineData("abcd", "012345678901234567890")]
    [InlineData("ab d", "0123456789012345678901")]
    [InlineData("abcd", "012345678901234567890\n")]
    public void Credentials_that_break_the_rules_are_refused(string fragment, string password)
    {
        Assert.False(IceCredentials.TryCreate(fragment, password, out _));
    }

    [Fact]
    public void Made_credentials_obey_the_rules_and_hide_the_password()
    {
        var credentials = IceWorld.Credentials(9);

        Assert.True(IceCredentials.TryCreate(credentials.UsernameFragment, credentials.Password, out var same));
        Assert.Equal(credentials.Password, same!.Password);
        Assert.DoesNotContain(credentials.Password, credentials.ToString(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => IceCredentials.Create(new byte[23]));
    }
}
