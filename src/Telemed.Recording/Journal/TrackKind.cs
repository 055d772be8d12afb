using System.Text.Json.Serialization;

namespace Telemed.Recording.Journal;

/// <summary>Sound or picture.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TrackKind>))]
public enum TrackKind
{
    /// <summary>Sound.</summary>
    [JsonStringEnumMemberName("audio")]
    Audio,

    /// <summary>Picture.</summary>
    [JsonStringEnumMemberName("video")]
    Video,
}
