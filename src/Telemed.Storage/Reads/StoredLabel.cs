using System.Text.Json.Serialization;

namespace Telemed.Storage.Reads;

/// <summary>A row's label as it is stored: all of it personal.</summary>
/// <param name="Label">The label, or <c>null</c> once the case's key was destroyed.</param>
internal sealed record StoredLabel([property: JsonPropertyName("personal")] RowLabel? Label);
