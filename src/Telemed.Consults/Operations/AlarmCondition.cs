namespace Telemed.Consults.Operations;

/// <summary>Something that is wrong at the moment.</summary>
/// <param name="Kind">What about.</param>
/// <param name="Subject">Which one: the id of an institution, a recording or a node, or an urgency; never of a person or case.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Value">The figure that it rests on, in the unit that the kind says.</param>
public sealed record AlarmCondition(AlarmKind Kind, string Subject, AlarmSeverity Severity, int Value);
