using System.Text.Json.Serialization;

namespace Telemed.Recording.Journal;

/// <summary>What may happen to a participant's transport.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TransportChange>))]
public enum TransportChange
{
    /// <summary>It came up: media can arrive.</summary>
    [JsonStringEnumMemberName("connected")]
    Connected,

    /// <summary>It goes on from another address.</summary>
    [JsonStringEnumMemberName("moved")]
    Moved,

    /// <summary>It was lost or closed: nothing arrives until it comes up again.</summary>
    [JsonStringEnumMemberName("lost")]
    Lost,
}
