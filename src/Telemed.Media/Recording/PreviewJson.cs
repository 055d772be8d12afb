using System.Text.Json.Serialization;

namespace Telemed.Media.Recording;

/// <summary>The JSON of previews, written by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PreviewData))]
internal sealed partial class PreviewJson : JsonSerializerContext;
