namespace Telemed.Consults.Dispatch;

/// <summary>What the ranking needs to know about the consult and the asking side.</summary>
/// <param name="Service">The service asked.</param>
/// <param name="Wished">A specialist asked for by name, or <c>null</c>.</param>
/// <param name="AskingLevel">The level of the asking institution.</param>
/// <param name="Languages">Languages of the requesting doctor.</param>
/// <param name="Now">The instant.</param>
public sealed record DispatchCase(
    ServiceCode Service,
    PersonId? Wished,
    InstitutionLevel AskingLevel,
    IReadOnlyList<string> Languages,
    DateTimeOffset Now);
