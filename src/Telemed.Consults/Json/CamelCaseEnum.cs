using System.Text.Json;

namespace Telemed.Consults.Json;

/// <summary>
/// Writes an enum as a camelCase string and reads it back, as the contracts ask; numbers are refused.
/// </summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class CamelCaseEnum<TEnum>() : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.CamelCase, false)
    where TEnum : struct, Enum;
