using System.Text.Json;
using Telemed.Server.Json;
using Telemed.Server.Problems;

namespace Telemed.Server.Hub;

/// <summary>
/// Reads what a hub method was called with. The methods take raw JSON and parse it here, so that a malformed argument is a
/// typed refusal like every other.
/// </summary>
internal static class HubArguments
{
    /// <summary>The argument as <typeparamref name="T"/>, or <c>invalid</c>.</summary>
    public static Answer<T> Read<T>(JsonElement argument)
        where T : class
    {
        try
        {
            return argument.Deserialize<T>(Wire.Options) is { } read ? read : Refusal.InvalidField("$", "required");
        }
        catch (JsonException fault)
        {
            return Refusal.InvalidField(fault.Path ?? "$", "malformed");
        }
    }
}
