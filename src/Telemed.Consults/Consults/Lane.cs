namespace Telemed.Consults.Consults;

/// <summary>The way a consult takes through the workflow.</summary>
[JsonConverter(typeof(CamelCaseEnum<Lane>))]
public enum Lane
{
    /// <summary>Offered at once.</summary>
    Emergency,

    /// <summary>Urgent and ordinary live consults, at once or by appointment.</summary>
    Planned,

    /// <summary>Read without a room: image, ECG, pathology.</summary>
    Asynchronous,
}
