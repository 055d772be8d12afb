using Telemed.RecorderRig.Senders;
using Telemed.Recording.Journal;
using Telemed.Recording.Manifest;

namespace Telemed.Media.Tests.Recording;

/// <summary>R6: the manifest tells gaps and pauses and who caused them.</summary>
public sealed class R6Tests : IDisposable
{
    private readonly Session _session = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task The_manifest_tells_who_agreed_when_and_to_which_text()
    {
        await _session.RecordAsync(
            "r1",
            4,
            [new("a", 1, 1) { Audio = Clip.Make(4, 1000, 0.3) }],
            [
                (1.0, (tap, now) => tap.OnConsent(now, new("b", true, "recording-2026-11"))),
                (3.0, (tap, now) => tap.OnConsent(now, new("b", false, "recording-2026-11"))),
            ]);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        Assert.Equal(
            [("a", true, null, 0L), ("b", true, "recording-2026-11", 1000L), ("b", false, "recording-2026-11", 3000L)],
            manifest.Consents.Select(one => (one.Participant, one.Granted, one.TextVersion, one.AtMs)));
        Assert.Equal(Session.StartedAt.AddSeconds(3), manifest.Consents[2].At);
    }

    [Fact]
    public async Task A_lost_link_is_a_gap_that_says_whose_it_was()
    {
        await _session.RecordAsync(
            "r1",
            4,
            [new("a", 1, 1) { Audio = Clip.Make(4, 1000, 0.3) }],
            [
                (1.0, (tap, now) => tap.OnTransport(now, new("a", TransportChange.Lost))),
                (2.5, (tap, now) => tap.OnTransport(now, new("a", TransportChange.Connected))),
                (3.0, (tap, now) => tap.OnTransport(now, new("a", TransportChange.Moved))),
            ]);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        var gap = Assert.Single(manifest.Gaps, one => one.Cause == GapCause.ParticipantAway);
        Assert.Equal((1000, 2500, "a"), (gap.FromMs, gap.ToMs, gap.Participant));
        Assert.Equal(3, manifest.Transports.Count);
    }

    [Fact]
    public async Task A_pause_tells_how_long_it_was_and_who_asked_for_it()
    {
        await _session.RecordAsync(
            "r1",
            4,
            [new("a", 1, 1) { Audio = Clip.Make(4, 1000, 0.3) }],
            [(1.0, (tap, now) => tap.Pause(now, "b")), (2.5, (tap, now) => tap.Resume(now))]);

        var manifest = await _session.Library.FinaliseAsync("r1", null, Cancel);

        var pause = Assert.Single(manifest.Pauses);
        Assert.Equal((1000, 1500, "b"), (pause.AtMs, pause.DurationMs, pause.By));
    }
}
