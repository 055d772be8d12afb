namespace Telemed.Consults.Consults;

/// <summary>One of a patient's identifiers. It never appears in a URL, a log, a room name or a file name.</summary>
/// <param name="System">Who issued it and of which kind, such as <c>resident-id</c> or <c>health-code</c>.</param>
/// <param name="Value">The identifier itself.</param>
public sealed record PatientIdentifier(string System, string Value);
