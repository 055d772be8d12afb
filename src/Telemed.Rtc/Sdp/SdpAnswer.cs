using Telemed.Rtc.Ice;

namespace Telemed.Rtc.Sdp;

/// <summary>A server's answer, read by a client of ours.</summary>
/// <param name="Description">What it says.</param>
public sealed record SdpAnswer(SdpDescription Description)
{
    /// <summary>
    /// The sections into which the server sends, in order; <see cref="SdpMedia.PrimaryPair"/> tells what a slot's streams
    /// are called.
    /// </summary>
    public IEnumerable<SdpMedia> Slots => Description.Media.Where(media =>
        !media.IsRejected && media.Direction is SdpDirection.SendOnly or SdpDirection.SendReceive);

    /// <summary>Where the server listens, in the answer's order; names that need resolving are left out.</summary>
    public IReadOnlyList<IceRemoteCandidate> Candidates
    {
        get
        {
            var found = new List<IceRemoteCandidate>();
            foreach (var candidate in Description.Media.SelectMany(media => media.Candidates))
            {
                if (candidate.TryGetPath(out var path))
                {
                    found.Add(new(path, candidate.Priority));
                }
            }

            return found;
        }
    }

    /// <summary>Reads an answer. False, with the reason, when it is malformed or leaves no DTLS role for us.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SdpAnswer? answer, out SdpError? error)
    {
        answer = null;
        if (!SdpParser.TryParse(text, out var description, out error))
        {
            return false;
        }

        if (description!.Setup == SdpSetup.ActPass)
        {
            error = new(SdpErrorCode.BadSetup, 0, "An answer says setup:active or setup:passive.");
            return false;
        }

        answer = new(description);
        return true;
    }
}
