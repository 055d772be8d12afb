namespace Telemed.Server.Exchange;

/// <summary>A network to be put in place: as tables, or as a FHIR Bundle; what is not given stays.</summary>
internal sealed record NetworkBody(
    string? Institutions = null,
    string? Services = null,
    string? People = null,
    string? Rota = null,
    string? Rules = null,
    string? Resources = null,
    string? Calendar = null,
    System.Text.Json.Nodes.JsonObject? Fhir = null,
    bool DryRun = false);
