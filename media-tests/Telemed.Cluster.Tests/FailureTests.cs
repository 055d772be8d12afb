using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Playwright;
using Telemed.Browser.Tests.Fixtures;

namespace Telemed.Cluster.Tests;

/// <summary>What people in a room notice when parts of a region go away (F5 and what operators do every week).</summary>
public sealed class FailureTests(Cluster cluster) : IClassFixture<Cluster>
{
    private const float FinishingMs = 90_000;

    /// <summary>A recording that failed is tried again after half a minute, looked for every ten seconds.</summary>
    private const float TriedAgainMs = 60_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task When_the_rooms_node_dies_both_are_back_in_the_same_consult_on_another_and_the_recording_goes_on_with_its_gap_marked()
    {
        await using var story = await RecordedAsync();
        var node = await cluster.RunsAsync(story.Consult);
        await Task.Delay(TimeSpan.FromSeconds(4), Cancel); // Something to lose.

        await cluster.NodeAsync(node, "kill");
        var away = Stopwatch.StartNew();
        await SeeEachOtherAnewAsync(story);
        TestContext.Current.SendDiagnosticMessage($"back after {away.ElapsedMilliseconds} ms");

        Assert.NotEqual(node, await cluster.RunsAsync(story.Consult));
        await Story.RecordingIsAsync(story.Doctor, "on");
        await cluster.NodeAsync(node, "start");
        var recording = await EndedAsync(story);
        Assert.Contains(recording["gaps"]!.AsArray(), IsOfTheServer);
        await PlaysAsync(story);
    }

    [Fact]
    public async Task A_node_that_is_updated_loses_nobody_and_interrupts_no_session()
    {
        await using var story = await RecordedAsync();
        var node = await cluster.RunsAsync(story.Consult);
        foreach (var person in (Person[])[story.Doctor, story.Specialist])
        {
            await person.Page.EvaluateAsync("""
                () => {
                  window.__phases = [];
                  const room = document.querySelector('main.room');
                  new MutationObserver(() => window.__phases.push(room.dataset.phase)).observe(room, { attributeFilter: ['data-phase'] });
                }
                """);
            await person.StartWatchingAsync();
        }

        var saidBefore = cluster.Log(node).Length;
        await cluster.NodeAsync(node, "stop"); // Back when the process is gone: by then its people are elsewhere.
        await SeeEachOtherAnewAsync(story);

        Assert.NotEqual(node, await cluster.RunsAsync(story.Consult));
        Assert.Empty(await story.Doctor.EvaluateAsync<string[]>("() => window.__phases"));
        Assert.Empty(await story.Specialist.EvaluateAsync<string[]>("() => window.__phases"));
        await Story.RecordingIsAsync(story.Doctor, "on");
        await cluster.NodeAsync(node, "start");
        var recording = await EndedAsync(story);
        Assert.Equal("sealed", (string)recording["state"]!);
        Assert.DoesNotContain("is run by another node now", cluster.Log(node)[saidBefore..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_the_database_is_away_the_room_talks_and_records_on_and_what_is_new_is_refused_clearly()
    {
        await using var story = await RecordedAsync();
        using var doctor = await cluster.SignInAsync(DemoPeople.Doctor);
        await cluster.DatabaseAsync("stop");
        try
        {
            var (status, refusal) = await doctor.CommandAsync("/api/consults", new JsonObject { ["service"] = DemoPeople.Service });
            Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
            Assert.Equal("database-away", (string)refusal!["code"]!);

            // Longer than nodes count as alive without a word.
            await Task.Delay(TimeSpan.FromSeconds(8), Cancel);
            await SeeEachOtherAnewAsync(story);
            await story.Doctor.Handle("mute-audio").WaitForAsync();
        }
        finally
        {
            await cluster.DatabaseAsync("start");
        }

        await SeeEachOtherAnewAsync(story);
        await Story.RecordingIsAsync(story.Doctor, "on");
        var recording = await EndedAsync(story);
        Assert.DoesNotContain(recording["gaps"]!.AsArray(), IsOfTheServer);
        await PlaysAsync(story);
    }

    [Fact]
    public async Task A_node_that_stood_still_finds_its_room_with_another_and_sends_away_whoever_is_left()
    {
        await using var story = await RecordedAsync();
        var node = await cluster.RunsAsync(story.Consult);

        var saidBefore = cluster.Log(node).Length;
        await cluster.NodeAsync(node, "pause");
        try
        {
            await SeeEachOtherAnewAsync(story);
        }
        finally
        {
            await cluster.NodeAsync(node, "resume");
        }

        var other = await cluster.RunsAsync(story.Consult);
        Assert.NotEqual(node, other);
        await UntilAsync(() => cluster.Log(node)[saidBefore..].Contains("is run by another node now", StringComparison.Ordinal));
        await SeeEachOtherAnewAsync(story);
        Assert.Equal(other, await cluster.RunsAsync(story.Consult));

        // What the node learnt late, that its people were gone, is nothing to the consult.
        using var doctor = await cluster.SignInAsync(DemoPeople.Doctor);
        var (_, consult) = await doctor.GetAsync($"/api/consults/{story.Consult}");
        Assert.Equal("inSession", (string)consult!["state"]!);
        await EndedAsync(story);
    }

    [Fact]
    public async Task A_node_that_alone_does_not_reach_the_database_closes_its_room_and_both_go_on_through_another()
    {
        await using var story = await RecordedAsync();
        var node = await cluster.RunsAsync(story.Consult);
        Assert.Equal([node, node], await RelaysAsync(story));

        var saidBefore = cluster.Log(node).Length;
        await cluster.NodeAsync(node, "cut");
        var away = Stopwatch.StartNew();
        try
        {
            await UntilAsync(async () => !(await RelaysAsync(story)).Intersect([node, "none"]).Any());
            await SeeEachOtherAnewAsync(story);
            TestContext.Current.SendDiagnosticMessage($"through another after {away.ElapsedMilliseconds} ms");
            Assert.Contains("is run by another node now", cluster.Log(node)[saidBefore..], StringComparison.Ordinal);
            await Story.RecordingIsAsync(story.Doctor, "on");
        }
        finally
        {
            await cluster.NodeAsync(node, "mend");
        }

        // The node that is back begins anew, without the room that it had.
        await UntilAsync(async () => await cluster.IsReadyAsync(node));
        var other = await cluster.RunsAsync(story.Consult);
        Assert.NotEqual(node, other);
        await SeeEachOtherAnewAsync(story);
        Assert.Equal([other, other], await RelaysAsync(story));
        var recording = await EndedAsync(story);
        Assert.Contains(recording["gaps"]!.AsArray(), IsOfTheServer);
        await PlaysAsync(story);
    }

    [Fact]
    public async Task On_a_disk_that_is_almost_full_no_recording_begins_and_on_a_full_one_a_running_one_waits_while_both_talk_on()
    {
        await using var story = await cluster.BeginAsync();
        await story.MeetAsync();
        await Task.WhenAll(Story.AgreeToRecordingAsync(story.Doctor), Story.AgreeToRecordingAsync(story.Specialist));
        try
        {
            await cluster.StoreAsync("fill", "96");
            await story.Specialist.ClickAsync("recording-start");
            await Story.RecordingIsAsync(story.Doctor, "failed");
            await cluster.StoreAsync("free");
            await Story.RecordingIsAsync(story.Doctor, "on", TriedAgainMs);

            await cluster.StoreAsync("fill", "100");
            await Task.WhenAll(Story.RecordingIsAsync(story.Doctor, "failed"), Story.RecordingIsAsync(story.Specialist, "failed"));
            await SeeEachOtherAnewAsync(story);
            await story.Doctor.ScreenshotAsync("region-disk-full");
        }
        finally
        {
            await cluster.StoreAsync("free");
        }

        await Task.WhenAll(
            Story.RecordingIsAsync(story.Doctor, "on", TriedAgainMs), Story.RecordingIsAsync(story.Specialist, "on", TriedAgainMs));
        var recording = await EndedAsync(story);
        Assert.NotEmpty(recording["gaps"]!.AsArray());
        await PlaysAsync(story);
    }

    /// <summary>Packets that a busy machine lost are gaps too, of another cause.</summary>
    private static bool IsOfTheServer(JsonNode? gap) => (string)gap!["cause"]! == "serverAway";

    private Task<string[]> RelaysAsync(Story story) =>
        Task.WhenAll(cluster.RelaysAsync(story.Doctor), cluster.RelaysAsync(story.Specialist));

    private async Task<Story> RecordedAsync()
    {
        var story = await cluster.BeginAsync();
        await story.MeetAsync();
        await Task.WhenAll(Story.AgreeToRecordingAsync(story.Doctor), Story.AgreeToRecordingAsync(story.Specialist));
        await story.Specialist.ClickAsync("recording-start");
        await Story.RecordingIsAsync(story.Doctor, "on");
        return story;
    }

    /// <summary>Pictures that were shown after this was asked for, on both sides, in a room that counts as live.</summary>
    private static async Task SeeEachOtherAnewAsync(Story story)
    {
        await Task.WhenAll(new[] { story.Doctor, story.Specialist }.Select(async person =>
        {
            await person.StartWatchingAsync();
            await person.Page.WaitForFunctionAsync(
                """
                () => document.querySelector('main.room')?.dataset.phase === 'live'
                  && Object.values(__probe.watched).some(entry => entry.frames > 10)
                """,
                null,
                new PageWaitForFunctionOptions { Timeout = 60_000 });
        }));
    }

    /// <summary>Ends the consult; its one recording when that is sealed.</summary>
    private async Task<JsonNode> EndedAsync(Story story)
    {
        await story.EndAsync();
        using var doctor = await cluster.SignInAsync(DemoPeople.Doctor);
        var (_, consult) = await doctor.GetAsync($"/api/consults/{story.Consult}");
        var id = (string)Assert.Single(consult!["recordings"]!.AsArray())!["id"]!;
        JsonNode? recording = null;
        await UntilAsync(async () =>
        {
            (_, recording) = await doctor.GetAsync($"/api/recordings/{id}");
            return (string)recording!["state"]! == "sealed";
        });
        return recording!;
    }

    private static async Task PlaysAsync(Story story)
    {
        await story.Doctor.Handle("recording-play").First.ClickAsync(new LocatorClickOptions { Timeout = FinishingMs });
        await story.Doctor.Page.WaitForFunctionAsync("""
            () => {
              const video = document.querySelector('[data-testid=recording-video]');
              return video && video.currentTime > 1 && video.getVideoPlaybackQuality().totalVideoFrames > 10;
            }
            """);
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (!await holds())
        {
            await Task.Delay(200, limit.Token);
        }
    }
}
