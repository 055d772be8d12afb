using System.Collections.Concurrent;
using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;
using Telemed.Media.Tests.Clients;

namespace Telemed.Media.Tests;

public sealed class MediaNodeTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("", MediaRefusal.OfferMalformed)]
    [InlineData("hello", MediaRefusal.OfferMalformed)]
    [InlineData("v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\n", null)]
    public async Task An_offer_that_cannot_be_answered_is_refused(string offer, string? code)
    {
        await using var test = new TestNode();

        var refusal = await Assert.ThrowsAsync<MediaRefusedException>(
            () => test.Node.JoinAsync("room", "doctor", offer, false, Token));

        Assert.True(code is null ? refusal.Code.StartsWith("offer-", StringComparison.Ordinal) : refusal.Code == code, refusal.Code);
        Assert.NotEmpty(refusal.Message);
        Assert.Equal(0, test.Node.Snapshot().Participants);
    }

    [Fact]
    public async Task An_offer_without_audio_or_video_that_we_have_is_unsupported()
    {
        await using var test = new TestNode();
        using var client = new TestClient();
        var offer = client.Offer(publish: true).Replace("opus/48000/2", "L16/48000/2", StringComparison.Ordinal)
            .Replace("VP8/90000", "AV9/90000", StringComparison.Ordinal);

        var refusal = await Assert.ThrowsAsync<MediaRefusedException>(
            () => test.Node.JoinAsync("room", "doctor", offer, false, Token));

        Assert.Equal(MediaRefusal.OfferUnsupported, refusal.Code);
    }

    [Fact]
    public async Task Sound_is_asked_for_with_error_correction_and_without_silence()
    {
        await using var test = new TestNode();
        using var client = new TestClient();

        var answer = (await test.Node.JoinAsync("room", "doctor", client.Offer(publish: true), false, Token)).AnswerSdp;

        Assert.Contains("a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_room_and_a_full_shard_refuse_as_overloaded()
    {
        await using var test = new TestNode(change: options =>
        {
            options.MaximumParticipants = 3;
            options.MaximumRoomParticipants = 2;
        });
        using var client = new TestClient();
        var offer = client.Offer(publish: true);
        await test.Node.JoinAsync("one", "a", offer, false, Token);
        await test.Node.JoinAsync("one", "b", offer, false, Token);
        await test.Node.JoinAsync("one", "b", offer, false, Token);

        var room = await Assert.ThrowsAsync<MediaRefusedException>(() => test.Node.JoinAsync("one", "c", offer, false, Token));
        await test.Node.JoinAsync("two", "a", offer, false, Token);
        var shard = await Assert.ThrowsAsync<MediaRefusedException>(() => test.Node.JoinAsync("two", "b", offer, false, Token));

        Assert.Equal(MediaRefusal.Overloaded, room.Code);
        Assert.Equal(MediaRefusal.Overloaded, shard.Code);
        Assert.Equal(3, test.Node.Snapshot().Participants);
    }

    [Fact]
    public async Task A_further_offer_keeps_the_streams_of_the_slots_and_raises_the_version()
    {
        await using var test = new TestNode();
        using var client = new TestClient();
        var offer = client.Offer(publish: true);
        var first = (await test.Node.JoinAsync("room", "doctor", offer, false, Token)).AnswerSdp;

        var second = await test.Node.NegotiateAsync("room", "doctor", offer, Token);

        Assert.Equal(Lines(first, "a=ssrc"), Lines(second, "a=ssrc"));
        Assert.Equal(Lines(first, "a=ice-ufrag"), Lines(second, "a=ice-ufrag"));
        Assert.NotEqual(Lines(first, "o="), Lines(second, "o="));
    }

    [Fact]
    public async Task A_slot_that_was_away_comes_back_as_another_stream()
    {
        await using var test = new TestNode();
        using var client = new TestClient();
        var offer = client.Offer(publish: false, audioSlots: 1, videoSlots: 1);
        var away = offer.Replace("a=recvonly", "a=inactive", StringComparison.Ordinal);
        var first = (await test.Node.JoinAsync("room", "doctor", offer, false, Token)).AnswerSdp;

        await test.Node.NegotiateAsync("room", "doctor", away, Token);
        var again = await test.Node.NegotiateAsync("room", "doctor", offer, Token);

        Assert.NotEmpty(Lines(first, "a=ssrc"));
        Assert.Empty(Lines(first, "a=ssrc").Intersect(Lines(again, "a=ssrc")));
    }

    [Fact]
    public async Task A_further_offer_with_other_credentials_restarts_ice_and_nothing_else()
    {
        await using var test = new TestNode();
        using var client = new TestClient();
        using var other = new TestClient();
        var offer = client.Offer(publish: true);
        var first = (await test.Node.JoinAsync("room", "doctor", offer, false, Token)).AnswerSdp;
        var restart = offer
            .Replace(Lines(offer, "a=ice-ufrag")[0], "a=ice-ufrag:otherufrag", StringComparison.Ordinal)
            .Replace(Lines(offer, "a=ice-pwd")[0], "a=ice-pwd:otherpasswordthatislongenough", StringComparison.Ordinal);

        var second = await test.Node.NegotiateAsync("room", "doctor", restart, Token);

        Assert.NotEqual(Lines(first, "a=ice-ufrag"), Lines(second, "a=ice-ufrag"));
        Assert.Equal(Lines(first, "a=fingerprint"), Lines(second, "a=fingerprint"));
        Assert.Equal(Lines(first, "a=ssrc"), Lines(second, "a=ssrc"));
    }

    [Fact]
    public async Task A_further_offer_that_drops_a_section_or_comes_from_nobody_is_refused()
    {
        await using var test = new TestNode();
        using var client = new TestClient();
        await test.Node.JoinAsync("room", "doctor", client.Offer(publish: true), false, Token);

        var shorter = await Assert.ThrowsAsync<MediaRefusedException>(
            () => test.Node.NegotiateAsync("room", "doctor", client.Offer(publish: true, videoSlots: 1), Token));
        var nobody = await Assert.ThrowsAsync<MediaRefusedException>(
            () => test.Node.NegotiateAsync("room", "nobody", client.Offer(publish: true), Token));

        Assert.Equal(MediaRefusal.OfferMalformed, shorter.Code);
        Assert.Equal(MediaRefusal.RoomClosed, nobody.Code);
    }

    [Fact]
    public async Task Closing_a_room_ends_its_participants_and_frees_their_places()
    {
        await using var test = new TestNode();
        using var doctor = new TestClient();
        await doctor.JoinAsync(test.Node, "room", "doctor");

        await test.Node.CloseRoomAsync("room");

        await Eventually.Async(() => doctor.IsDead);
        Assert.Equal(0, test.Node.Snapshot().Participants);
        Assert.Equal(0, test.Node.Snapshot().Rooms);
        await Eventually.Async(() => test.Events.Contains(
            new MediaEvent.ParticipantDisconnected("room", "doctor", DisconnectReason.RoomClosed)));
    }

    [Fact]
    public async Task Commands_for_rooms_and_people_that_are_not_there_do_nothing()
    {
        await using var test = new TestNode();

        await test.Node.LeaveAsync("room", "nobody");
        await test.Node.CloseRoomAsync("room");
        await test.Node.SetPublicationAsync("room", "nobody", "0", "voice", "", true);
        await test.Node.SetSlotsAsync("room", "nobody", [new("0", null)]);
        await test.Node.SetRecordingConsentAsync("room", "nobody", true);
        await test.Node.PauseRecordingAsync("room");

        Assert.Empty(test.Events);
    }

    [Fact]
    public async Task A_recording_takes_what_those_send_who_agreed()
    {
        await using var test = new TestNode();
        using var yes = new TestClient();
        using var no = new TestClient();
        await yes.JoinAsync(test.Node, "room", "yes");
        await no.JoinAsync(test.Node, "room", "no");
        await test.Node.StartRecordingAsync(
            "room",
            new("recording1", 0, DateTimeOffset.UtcNow, [new("yes", "Dr. Yes", "requester", true), new("no", "Dr. No", "specialist", false)]),
            Token);
        await StreamAsync(test, no, 60);
        await StreamAsync(test, yes, 60);
        await test.Node.MarkRecordingAsync("room", "here");
        await test.Node.PauseRecordingAsync("room");
        await test.Node.ResumeRecordingAsync("room");

        var stopped = await test.Node.StopRecordingAsync("room");

        Assert.Equal("recording1", stopped.RecordingId);
        Assert.Equal(0, stopped.DroppedPackets);
        Assert.InRange(stopped.SizeBytes, 60 * 1500, 60 * 3500);
    }

    [Fact]
    public async Task A_second_recording_or_a_stop_without_one_is_refused()
    {
        await using var test = new TestNode();
        using var client = new TestClient();
        await test.Node.JoinAsync("room", "doctor", client.Offer(publish: true), true, Token);
        var start = new RecordingStart("recording2", 0, DateTimeOffset.UtcNow, []);

        var none = await Assert.ThrowsAsync<MediaRefusedException>(() => test.Node.StopRecordingAsync("room"));
        await test.Node.StartRecordingAsync("room", start, Token);
        var second = await Assert.ThrowsAsync<MediaRefusedException>(
            () => test.Node.StartRecordingAsync("room", start with { RecordingId = "recording3" }, Token));
        var elsewhere = await Assert.ThrowsAsync<MediaRefusedException>(
            () => test.Node.StartRecordingAsync("other", start with { RecordingId = "recording4" }, Token));

        Assert.All((MediaRefusedException[])[none, second, elsewhere], refusal => Assert.Equal(MediaRefusal.RecordingUnavailable, refusal.Code));
    }

    [Fact]
    public void Every_fault_of_the_options_is_listed_at_once()
    {
        var options = new MediaOptions
        {
            Address = "everywhere",
            AnnouncedAddresses = ["::", "fe80::1"],
            Port = 70_000,
            Shards = 0,
            MaximumParticipants = 0,
            MaximumRoomParticipants = 5000,
            AbsenceMilliseconds = 10,
            Niceness = 5,
        };

        var faults = options.Validate();

        Assert.Equal(9, faults.Count);
        Assert.Contains("Port must be 0 to 65535, but is 70000.", faults);
        Assert.Contains("Niceness must be -20 to 0, but is 5.", faults);
        var thrown = Assert.Throws<ArgumentException>(
            () => MediaNode.Start(options, new RecordingOptions(), TimeProvider.System, NullLoggerFactory.Instance));
        Assert.All(faults, fault => Assert.Contains(fault, thrown.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Ports_beyond_the_last_one_are_a_fault_and_the_defaults_are_none()
    {
        Assert.Empty(new MediaOptions().Validate());
        Assert.Single(new MediaOptions { Port = 65_535, Shards = 2 }.Validate());
    }

    [Fact]
    public async Task Logs_hold_no_address_and_no_media()
    {
        using var logs = new KeptLogs();
        await using (var test = new TestNode(logs: logs))
        {
            using var doctor = new TestClient();
            await doctor.JoinAsync(test.Node, "room", "doctor");
            await test.Node.CloseRoomAsync("room");
        }

        Assert.Contains(logs.Lines, line => line.Contains("connected", StringComparison.Ordinal));
        Assert.All(logs.Lines, line => Assert.DoesNotContain(IPAddress.Loopback.ToString(), line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_media_thread_goes_before_all_others_or_the_log_says_that_the_kernel_refused_it()
    {
        using var logs = new KeptLogs();
        await using var test = new TestNode(change: options => options.Niceness = -7, logs: logs);

        await Eventually.Async(() => MediaThreadsHaveNice(-7) != logs.Lines.Any(line => line.Contains("nice value -7", StringComparison.Ordinal)));
    }

    // proc(5): the thread's name in brackets is the second field, its nice value the nineteenth.
    private static bool MediaThreadsHaveNice(int value) => Directory.EnumerateDirectories("/proc/self/task")
        .Select(task => Path.Combine(task, "stat")).Where(File.Exists)
        .Any(stat => File.ReadAllText(stat).Split(' ') is [_, "(media-0)", .. var fields] && fields[16] == $"{value}");

    private static string[] Lines(string sdp, string start) =>
        [.. sdp.Split("\r\n").Where(line => line.StartsWith(start, StringComparison.Ordinal))];

    private static async Task StreamAsync(TestNode test, TestClient client, int frames)
    {
        var before = test.Node.Snapshot().PacketsIn;
        var sent = 0;
        for (var i = 0; i < frames; i++)
        {
            sent += client.SendVideo(1000, keyFrame: i == 0) + client.SendVideo(1000, keyFrame: false);
        }

        await Eventually.Async(() => test.Node.Snapshot().PacketsIn >= before + sent);
    }

    private sealed class KeptLogs : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
