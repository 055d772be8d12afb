using System.Text.Json.Serialization;

namespace Telemed.Recording.Manifest;

/// <summary>Why something is missing from a recording.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GapCause>))]
public enum GapCause
{
    /// <summary>The network lost packets of the publisher and they did not come again.</summary>
    [JsonStringEnumMemberName("network")]
    Network,

    /// <summary>The server's queue to the disk was full.</summary>
    [JsonStringEnumMemberName("queueOverflow")]
    QueueOverflow,

    /// <summary>The server was away between two epochs.</summary>
    [JsonStringEnumMemberName("serverAway")]
    ServerAway,

    /// <summary>The participant's transport was lost; they came back later.</summary>
    [JsonStringEnumMemberName("participantAway")]
    ParticipantAway,

    /// <summary>Bytes of the journal are damaged.</summary>
    [JsonStringEnumMemberName("damage")]
    Damage,
}
