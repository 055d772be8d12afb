namespace Telemed.Media;

/// <summary>The codes of <see cref="MediaRefusedException"/>.</summary>
public static class MediaRefusal
{
    /// <summary>The offer is no SDP that we can read.</summary>
    public const string OfferMalformed = "offer-malformed";

    /// <summary>The offer is readable but asks for what we do not have.</summary>
    public const string OfferUnsupported = "offer-unsupported";

    /// <summary>The shard or the room has as many participants as it takes.</summary>
    public const string Overloaded = "overloaded";

    /// <summary>The room was closed, or the participant is not in it.</summary>
    public const string RoomClosed = "room-closed";

    /// <summary>A recording could not be started, or none is running.</summary>
    public const string RecordingUnavailable = "recording-unavailable";
}
