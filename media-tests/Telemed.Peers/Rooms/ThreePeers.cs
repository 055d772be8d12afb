using System.Text.Json.Nodes;
using Telemed.Browser.Tests.Fixtures;
using Telemed.Peers.Peers;

namespace Telemed.Peers.Rooms;

/// <summary>The room in which three implementations meet; they stay until each has seen and heard both others.</summary>
public sealed class ThreePeers(PeerRoom room) : IAsyncLifetime
{
    /// <summary>How many pictures of each other one must have got.</summary>
    internal const int Pictures = 30;

    /// <summary>How many packets of sound.</summary>
    internal const int Sounds = 100;

    private const string Room = "three-peers";

    private readonly Dictionary<PeerKind, string> _answers = [];
    private readonly Dictionary<PeerKind, IReadOnlyList<PeerStream>> _received = [];

    /// <summary>The server's answer to one.</summary>
    internal string Answer(PeerKind who) => _answers[who];

    /// <summary>What one received.</summary>
    internal IReadOnlyList<PeerStream> Received(PeerKind who) => _received[who];

    public async ValueTask InitializeAsync()
    {
        List<PeerProcess> peers = [];
        List<RawHub> hubs = [];
        try
        {
            var token = await room.LoadTokenAsync(Room);
            foreach (var kind in Enum.GetValues<PeerKind>())
            {
                var peer = await PeerProcess.StartAsync(kind, sends: true, receives: 2);
                peers.Add(peer);
                var hub = new RawHub();
                hubs.Add(hub);
                _answers[kind] = await JoinAsync(hub, token, await peer.OfferAsync());
                await peer.AnswerAsync(_answers[kind]);
            }

            foreach (var peer in peers)
            {
                await peer.UntilAsync(
                    "seeing and hearing both others",
                    now => now.With("video", Pictures).Count() == 2 && now.With("audio", Sounds).Count() == 2);
            }

            foreach (var peer in peers) _received[peer.Kind] = await peer.EndAsync();
        }
        finally
        {
            foreach (var peer in peers) await peer.DisposeAsync();
            foreach (var hub in hubs) await hub.DisposeAsync();
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<string> JoinAsync(RawHub hub, string token, string offer)
    {
        await hub.ConnectAsync(room.Server.Url, $"/hubs/consult?room={Room}", token);
        var (reply, error) = await hub.InvokeAsync("Join", new JsonObject { ["offerSdp"] = offer, ["device"] = "peer" });
        Assert.True(error is null, $"Join: {error}\n{offer}");
        return (string)reply!["answerSdp"]!;
    }
}
