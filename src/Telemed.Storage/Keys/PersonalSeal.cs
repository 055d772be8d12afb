using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Telemed.Storage.Keys;

/// <summary>
/// Seals and opens the personal parts of stored JSON: the value of every property named <c>personal</c> becomes
/// <c>{"sealed":"base64"}</c> and back. Without a key, sealing drops the value and opening reads <c>null</c>.
/// </summary>
internal static class PersonalSeal
{
    private static readonly JsonWriterOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    /// <summary>The JSON with its personal parts sealed, bound to a context: stream and version, or the row.</summary>
    internal static string Seal(byte[] json, byte[]? key, string context) =>
        json.AsSpan().IndexOf("\"personal\":"u8) < 0
            ? Encoding.UTF8.GetString(json)
            : Encoding.UTF8.GetString(Rewrite(json, key, context, sealing: true));

    /// <summary>The JSON with its personal parts opened.</summary>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It was changed, or belongs
    /// elsewhere.</exception>
    internal static byte[] Open(string json, byte[]? key, string context)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        return bytes.AsSpan().IndexOf("\"personal\":"u8) < 0 ? bytes : Rewrite(bytes, key, context, sealing: false);
    }

    private static byte[] Rewrite(byte[] json, byte[]? key, string context, bool sealing)
    {
        var buffer = new ArrayBufferWriter<byte>(json.Length + 64);
        using var writer = new Utf8JsonWriter(buffer, Plain);
        var reader = new Utf8JsonReader(json);
        var ordinal = 0;
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("personal"u8))
            {
                writer.WritePropertyName("personal"u8);
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                var isNull = reader.TokenType == JsonTokenType.Null;
                reader.Skip();
                var value = json.AsSpan(start, (int)reader.BytesConsumed - start);
                var place = $"{context}#{ordinal++}";
                if (isNull || key is null)
                {
                    writer.WriteNullValue();
                }
                else if (sealing)
                {
                    WriteSealed(writer, key, value, place);
                }
                else
                {
                    writer.WriteRawValue(CaseKey.Open(key, SealedBytes(value), place), skipInputValidation: true);
                }
            }
            else
            {
                Copy(ref reader, writer);
            }
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteSealed(Utf8JsonWriter writer, byte[] key, ReadOnlySpan<byte> value, string place)
    {
        writer.WriteStartObject();
        writer.WriteBase64String("sealed"u8, CaseKey.Seal(key, value, place));
        writer.WriteEndObject();
    }

    private static byte[] SealedBytes(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String)
            {
                return reader.GetBytesFromBase64();
            }
        }

        throw new JsonException("A sealed value holds one string.");
    }

    private static void Copy(ref Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(reader.GetString()!);
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(reader.GetString());
                break;
            default:
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
