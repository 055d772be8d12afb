namespace Telemed.Peers.Peers;

/// <summary>What a peer program told last.</summary>
internal sealed record PeerStatus(
    string State, long VideoSent, long AudioSent, IReadOnlyList<PeerStream> Received, string? Local = null, long KeyRequests = 0)
{
    /// <summary>The streams of a kind of which at least so much has come.</summary>
    public IEnumerable<PeerStream> With(string kind, long frames) => Received.Where(one => one.Kind == kind && one.Frames >= frames);
}

/// <summary>
/// One received stream. Pion decodes nothing: it counts the frames that arrived whole and writes a file, of which
/// <see cref="PeerProcess.EndAsync"/> fills in the rest.
/// </summary>
/// <param name="Kind"><c>audio</c> or <c>video</c>.</param>
/// <param name="Ssrcs">Where it came from.</param>
/// <param name="Frames">Pictures, or packets of sound.</param>
/// <param name="Energy">The sum of the squares of all samples, full scale being 1.</param>
/// <param name="Colour">The mean red, green and blue of a late picture.</param>
/// <param name="File">What was received, for ffmpeg.</param>
internal sealed record PeerStream(
    string Kind, IReadOnlyList<uint> Ssrcs, long Frames, double Energy = 0, IReadOnlyList<int>? Colour = null, string? File = null);
