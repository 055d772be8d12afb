using Telemed.Rtc.Ice;
using Telemed.Rtc.Session;
using Telemed.Rtc.Stun;
using Telemed.Rtc.Time;

namespace Telemed.Rtc.Tests.Ice;

public sealed class IceLiteAgentTests
{
    private static readonly NetworkPath Udp = NetworkPath.FromIPv4(0x0A000001, 5000);
    private static readonly NetworkPath OtherUdp = NetworkPath.FromIPv4(0x0A000001, 6000);
    private static readonly NetworkPath Tcp = NetworkPath.FromIPv4(0x0A000001, 5000, NetworkProtocol.Tcp);

    private readonly IceCredentials _local = IceWorld.Credentials(1);
    private readonly IceCredentials _remote = IceWorld.Credentials(2);
    private readonly IceLiteAgent _agent;
    private readonly byte[] _response = new byte[StunMessageWriter.RecommendedBuffer];
    private long _milliseconds;

    public IceLiteAgentTests() => _agent = new(_local);

    [Fact]
    public void A_good_check_is_answered_with_the_senders_address()
    {
        var length = Check(Udp);

        Assert.True(StunMessage.TryParse(_response.AsSpan(0, length), out var answer));
        Assert.Equal(StunMessageType.BindingSuccess, answer.Type);
        Assert.Equal(new StunTransactionId(1, 2), answer.TransactionId);
        Assert.True(answer.VerifyIntegrity(System.Text.Encoding.ASCII.GetBytes(_local.Password)));
        Assert.True(answer.VerifyFingerprint());
        Assert.True(answer.TryGetXorMappedAddress(NetworkProtocol.Udp, out var mapped));
        Assert.Equal(Udp, mapped);
    }

    [Fact]
    public void The_first_authenticated_path_is_selected_before_any_nomination()
    {
        Check(Udp);

        Assert.Equal(Udp, _agent.SelectedPath);
        Assert.True(_agent.IsAuthenticated(Udp));
        Assert.False(_agent.IsAuthenticated(OtherUdp));
    }

    [Fact]
    public void A_path_whose_connection_ended_gives_way_to_the_other_at_once()
    {
        Check(Udp);
        Check(Tcp);
        _agent.FollowMedia(MonotonicTime.FromMilliseconds(1), Tcp);
        Assert.Equal(Tcp, _agent.SelectedPath);

        _agent.ClosePath(Tcp);

        Assert.Equal(Udp, _agent.SelectedPath);
        Assert.False(_agent.IsAuthenticated(Tcp));
    }

    [Fact]
    public void The_only_path_stays_when_its_connection_ended_until_the_peer_comes_on_another()
    {
        Check(Tcp);
        _agent.ClosePath(Tcp);
        Assert.Equal(Tcp, _agent.SelectedPath);

        var again = NetworkPath.FromIPv4(0x0A000001, 5001, NetworkProtocol.Tcp);
        Check(again);

        Assert.Equal(again, _agent.SelectedPath);
    }

    [Fact]
    public void A_check_without_integrity_is_a_bad_request()
    {
        Assert.Equal(400, Refusal(Check(Udp, integrity: false)));
        Assert.Null(_agent.SelectedPath);
    }

    [Fact]
    public void A_check_without_a_user_name_is_a_bad_request()
    {
        Assert.Equal(400, Refusal(Check(Udp, username: "")));
    }

    [Fact]
    public void A_wrong_password_or_user_name_is_unauthenticated()
    {
        Assert.Equal(401, Refusal(Check(Udp, password: "0123456789012345678901")));
        Assert.Equal(401, Refusal(Check(Udp, username: "nobody:" + _remote.UsernameFragment)));
        Assert.Equal(401, Refusal(Check(Udp, username: _local.UsernameFragment)));
        Assert.Null(_agent.SelectedPath);
    }

    [Fact]
    public void A_peer_that_also_claims_to_be_controlled_is_told_to_lead()
    {
        Assert.Equal(487, Refusal(Check(Udp, role: StunAttributeType.IceControlled)));
        Assert.Null(_agent.SelectedPath);
    }

    [Fact]
    public void An_unknown_attribute_that_must_be_understood_is_named_in_the_refusal()
    {
        var length = Check(Udp, extra: (StunAttributeType)0x7F01);

        Assert.Equal(420, Refusal(length));
        Assert.True(StunMessage.TryParse(_response.AsSpan(0, length), out var answer));
        Assert.True(answer.TryGet(StunAttributeType.UnknownAttributes, out var unknown));
        Assert.Equal([0x7F, 0x01], unknown.Value.ToArray());
    }

    [Fact]
    public void An_unknown_attribute_that_may_be_skipped_is()
    {
        Check(Udp, extra: (StunAttributeType)0xC057);

        Assert.Equal(Udp, _agent.SelectedPath);
    }

    [Fact]
    public void What_has_no_fingerprint_or_is_no_request_gets_no_answer()
    {
        Assert.Equal(0, Check(Udp, fingerprint: false));
        Assert.Equal(0, Check(Udp, type: StunMessageType.BindingIndication));
        Assert.Equal(0, Check(Udp, type: StunMessageType.BindingSuccess));
        Assert.Equal(0, _agent.HandleDatagram(default, Udp, [1, 2, 3], _response));
    }

    [Fact]
    public void Among_nominated_paths_UDP_wins_whichever_came_last()
    {
        Check(Udp, nominate: true);
        Check(Tcp, nominate: true);
        Assert.Equal(Udp, _agent.SelectedPath);
    }

    [Fact]
    public void A_nominated_path_wins_over_one_that_only_came_first()
    {
        Check(Tcp);
        Check(OtherUdp);
        Assert.Equal(Tcp, _agent.SelectedPath);

        Check(OtherUdp, nominate: true);
        Assert.Equal(OtherUdp, _agent.SelectedPath);
    }

    [Fact]
    public void A_selected_path_without_checks_gives_way_to_a_live_one()
    {
        Check(Udp, nominate: true);
        Check(Tcp, nominate: true);
        _milliseconds = 8000;

        Check(Tcp, nominate: true);

        Assert.Equal(Tcp, _agent.SelectedPath);
    }

    [Fact]
    public void Media_from_a_new_address_is_followed_at_once()
    {
        Check(Udp, nominate: true);
        Drain();

        _agent.FollowMedia(At(1000), OtherUdp);

        Assert.Equal(OtherUdp, _agent.SelectedPath);
        Assert.Equal(
            [new(IceEventKind.PathAuthenticated, OtherUdp), new(IceEventKind.PathSelected, OtherUdp)], Drain());
        _agent.FollowMedia(At(1001), OtherUdp);
        Assert.Empty(Drain());
    }

    [Fact]
    public void A_path_expires_30_seconds_after_its_last_check()
    {
        Check(Udp);
        _milliseconds = 5000;
        Check(Udp);
        Check(OtherUdp);
        Drain();

        Assert.Equal(At(35_000), _agent.Deadline);
        _agent.HandleTimeout(At(34_999));
        Assert.Empty(Drain());
        _milliseconds = 20_000;
        Check(OtherUdp);
        _agent.HandleTimeout(At(35_000));

        Assert.Equal([new(IceEventKind.PathSelected, OtherUdp), new(IceEventKind.PathExpired, Udp)], Drain());
        Assert.Equal(OtherUdp, _agent.SelectedPath);
        _agent.HandleTimeout(At(50_000));
        Assert.Equal([new(IceEventKind.PathExpired, OtherUdp), new(IceEventKind.Lost, default)], Drain());
    }

    [Fact]
    public void Paths_that_expire_together_are_the_end_whichever_goes_first()
    {
        Check(Udp);
        Check(OtherUdp, nominate: true);
        Assert.Equal(OtherUdp, _agent.SelectedPath);
        Drain();

        _agent.HandleTimeout(At(30_000));

        Assert.Equal(
            [
                new(IceEventKind.PathExpired, OtherUdp),
                new(IceEventKind.PathExpired, Udp),
                new(IceEventKind.Lost, default),
            ],
            Drain());
        Assert.Null(_agent.SelectedPath);
    }

    [Fact]
    public void A_restart_keeps_the_old_credentials_and_path_until_the_new_ones_are_nominated()
    {
        Check(Udp, nominate: true);
        var (local, remote) = (IceWorld.Credentials(11), IceWorld.Credentials(12));
        _agent.Restart(local);
        Drain();

        Check(Udp);
        Assert.Equal(Udp, _agent.SelectedPath);
        Check(OtherUdp, credentials: (local, remote));
        Assert.Equal(Udp, _agent.SelectedPath);
        Check(OtherUdp, credentials: (local, remote), nominate: true);

        Assert.Equal(OtherUdp, _agent.SelectedPath);
        Assert.Null(_agent.PreviousLocal);
        Assert.Contains(new(IceEventKind.PathExpired, Udp), Drain());
        Assert.Equal(401, Refusal(Check(Udp)));
    }

    [Fact]
    public void A_peer_that_looks_for_paths_anew_by_itself_is_known_by_our_password()
    {
        Check(Udp, nominate: true);
        _milliseconds += 20_000;

        Check(OtherUdp, nominate: true, username: _local.UsernameFragment + ":anew");

        Assert.Equal(OtherUdp, _agent.SelectedPath);
        Assert.Equal(401, Refusal(Check(Tcp, username: _local.UsernameFragment + ":anew", password: "0123456789012345678901")));
        Assert.False(_agent.IsAuthenticated(Tcp));
    }

    [Fact]
    public void A_restart_on_the_same_address_keeps_the_path()
    {
        Check(Udp, nominate: true);
        var (local, remote) = (IceWorld.Credentials(11), IceWorld.Credentials(12));
        _agent.Restart(local);
        Drain();

        Check(Udp, credentials: (local, remote), nominate: true);

        Assert.Equal(Udp, _agent.SelectedPath);
        Assert.Empty(Drain());
    }

    [Fact]
    public void The_number_of_paths_is_bounded_and_the_selected_one_stays()
    {
        Check(Udp, nominate: true);
        for (ushort port = 10_000; port < 10_100; port++)
        {
            _milliseconds++;
            Check(NetworkPath.FromIPv4(0x0A000001, port));
        }

        Assert.True(_agent.IsAuthenticated(Udp));
        Assert.False(_agent.IsAuthenticated(NetworkPath.FromIPv4(0x0A000001, 10_000)));
        Assert.True(_agent.IsAuthenticated(NetworkPath.FromIPv4(0x0A000001, 10_099)));
    }

    [Fact]
    public void The_receivers_fragment_is_read_for_demultiplexing()
    {
        Span<byte> request = stackalloc byte[StunMessageWriter.RecommendedBuffer];
        var writer = new StunMessageWriter(request, StunMessageType.BindingRequest, default);
        writer.Add(StunAttributeType.Username, "mine:theirs"u8);

        Assert.True(IceUsername.TryGetReceiver(request[..writer.Length], out var receiver));
        Assert.Equal("mine"u8, receiver);
        Assert.False(IceUsername.TryGetReceiver(request[..20], out _));
    }

    private static MonotonicTime At(long milliseconds) => MonotonicTime.FromMilliseconds(milliseconds);

    private int Check(
        NetworkPath from,
        bool nominate = false,
        (IceCredentials Local, IceCredentials Remote)? credentials = null,
        string? username = null,
        string? password = null,
        StunAttributeType role = StunAttributeType.IceControlling,
        StunAttributeType? extra = null,
        bool integrity = true,
        bool fingerprint = true,
        StunMessageType type = StunMessageType.BindingRequest)
    {
        var (local, remote) = credentials ?? (_local, _remote);
        var request = new byte[StunMessageWriter.RecommendedBuffer];
        var writer = new StunMessageWriter(request, type, new(1, 2));
        username ??= $"{local.UsernameFragment}:{remote.UsernameFragment}";
        if (username.Length > 0)
        {
            writer.Add(StunAttributeType.Username, System.Text.Encoding.ASCII.GetBytes(username));
        }

        writer.Add(role, 77UL);
        writer.Add(StunAttributeType.Priority, 1000u);
        if (nominate)
        {
            writer.AddFlag(StunAttributeType.UseCandidate);
        }

        if (extra is { } attribute)
        {
            writer.Add(attribute, 5u);
        }

        if (integrity)
        {
            writer.AddIntegrity(System.Text.Encoding.ASCII.GetBytes(password ?? local.Password));
        }

        if (fingerprint)
        {
            writer.AddFingerprint();
        }

        return _agent.HandleDatagram(At(_milliseconds), from, request.AsSpan(0, writer.Length), _response);
    }

    private int Refusal(int length)
    {
        Assert.True(StunMessage.TryParse(_response.AsSpan(0, length), out var answer));
        Assert.Equal(StunMessageType.BindingError, answer.Type);
        Assert.True(answer.VerifyFingerprint());
        return answer.ErrorCode;
    }

    private List<IceEvent> Drain()
    {
        var events = new List<IceEvent>();
        while (_agent.TryTakeEvent(out var happened))
        {
            events.Add(happened);
        }

        return events;
    }
}
