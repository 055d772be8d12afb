using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Telemed.Recording.Journal;

/// <summary>The JSON inside journals, written and read by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JournalSegmentHeader))]
[JsonSerializable(typeof(TrackDescription))]
[JsonSerializable(typeof(EpochDescription))]
[JsonSerializable(typeof(TrackAddition))]
[JsonSerializable(typeof(JournalConsent))]
[JsonSerializable(typeof(JournalTransport))]
[JsonSerializable(typeof(JournalDrawing))]
public sealed partial class JournalJson : JsonSerializerContext
{
    /// <summary>Reads a JSON text; null when it is none of this type. Never throws.</summary>
    public static T? Read<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
