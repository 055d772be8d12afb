using System.Text.Json.Serialization;

namespace Telemed.Recording.Journal;

/// <summary>How a segment file ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JournalEnd>))]
public enum JournalEnd
{
    /// <summary>With its last chunk, as its writer meant it to.</summary>
    Complete,

    /// <summary>At a chunk's end, but its writer meant to go on: it was killed.</summary>
    Unfinished,

    /// <summary>In the middle of a chunk, or in bytes that are none.</summary>
    Torn,
}
