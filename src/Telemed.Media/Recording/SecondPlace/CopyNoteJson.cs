using System.Text.Json.Serialization;

namespace Telemed.Media.Recording.SecondPlace;

/// <summary>The JSON of copy notes, written by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CopyNote))]
internal sealed partial class CopyNoteJson : JsonSerializerContext;
