using System.Text.Json.Serialization;

namespace Telemed.Recording.Crypto;

/// <summary>The JSON of wrapped keys, written and read by generated code.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(WrappedKey))]
internal sealed partial class CryptoJson : JsonSerializerContext;
