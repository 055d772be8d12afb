namespace Telemed.Consults.Views;

/// <summary>How far the search for an interpreter is.</summary>
[JsonConverter(typeof(CamelCaseEnum<InterpretationStatus>))]
public enum InterpretationStatus
{
    /// <summary>It waits for one of those who were asked.</summary>
    Asked,

    /// <summary>Somebody interprets.</summary>
    Found,

    /// <summary>All have refused.</summary>
    Declined,

    /// <summary>Nobody answered in time.</summary>
    Expired,

    /// <summary>It was called off, or given back.</summary>
    Ended,
}
