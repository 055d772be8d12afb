namespace Telemed.Recording.Journal;

/// <summary>What a journal record carries. The numbers are on disk: never reuse one.</summary>
public enum JournalRecordKind : byte
{
    /// <summary>A <see cref="TrackDescription"/> as JSON; the first record of a track's segment.</summary>
    Description = 1,

    /// <summary>One RTP packet, decrypted, byte for byte as it arrived.</summary>
    Rtp = 2,

    /// <summary>One sender report's clock pair: NTP time stamp (8 bytes) and RTP time stamp (4 bytes), big-endian.</summary>
    SenderReport = 3,

    /// <summary>The track's description changed (codec, payload type, label): the new one as JSON.</summary>
    Codec = 4,

    /// <summary>The publisher muted the track.</summary>
    Muted = 5,

    /// <summary>The publisher unmuted the track.</summary>
    Unmuted = 6,

    /// <summary>The track ended; nothing follows.</summary>
    Ended = 7,

    /// <summary>Packets that the bounded queue could not take: a <see cref="JournalGap"/>.</summary>
    Gap = 8,

    /// <summary>In an index: the start of an epoch, an <see cref="EpochDescription"/> as JSON.</summary>
    Epoch = 16,

    /// <summary>In an index: a track was added, a <see cref="TrackAddition"/> as JSON.</summary>
    TrackAdded = 17,

    /// <summary>In an index: recording paused; by whom as UTF-8, empty when not known.</summary>
    Pause = 18,

    /// <summary>In an index: recording resumed.</summary>
    Resume = 19,

    /// <summary>In an index: somebody set a mark; its label as UTF-8.</summary>
    Mark = 20,

    /// <summary>In an index: the epoch ended in good order.</summary>
    Closed = 21,

    /// <summary>In an index: a participant's consent took effect, a <see cref="JournalConsent"/> as JSON.</summary>
    Consent = 22,

    /// <summary>In an index: a participant's transport came up, moved or was lost, a <see cref="JournalTransport"/> as JSON.
    /// </summary>
    Transport = 23,

    /// <summary>In an index: somebody drew over a picture or wiped it, a <see cref="JournalDrawing"/> as JSON.</summary>
    Drawing = 24,
}
