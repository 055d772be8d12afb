using System.Text.Json.Serialization;

namespace Telemed.Recording.Journal;

/// <summary>What is wrong at a place in a segment file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<JournalDamageKind>))]
public enum JournalDamageKind
{
    /// <summary>The file's head is not one; chunks were looked for behind it.</summary>
    SegmentHeader,

    /// <summary>No chunk begins where one should; the next one was looked for.</summary>
    ChunkHeader,

    /// <summary>A chunk's content does not authenticate; it was left out.</summary>
    ChunkBody,

    /// <summary>A record inside an authentic chunk does not read; the rest of the chunk was left out.</summary>
    Record,

    /// <summary>The content is authentic but the hash chain over the chunks is not.</summary>
    Chain,

    /// <summary>Chunks are missing: the numbers jump.</summary>
    MissingChunks,

    /// <summary>The file ends in the middle of a chunk: the last write was cut.</summary>
    TornTail,
}
