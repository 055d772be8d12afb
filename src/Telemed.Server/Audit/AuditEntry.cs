namespace Telemed.Server.Audit;

/// <summary>What a person did or looked at. Ids and codes only: nothing of a patient.</summary>
/// <param name="At">When.</param>
/// <param name="Actor">Who.</param>
/// <param name="Action">What, such as <c>recording.play</c>.</param>
/// <param name="Subject">On what: a case, a recording, a person; <c>null</c> when on nothing.</param>
/// <param name="Outcome">What came of it: <c>done</c>, or the code of the refusal.</param>
/// <param name="Origin">The address it came from, or <c>null</c> when from within.</param>
/// <param name="Detail">A further code, or <c>null</c>.</param>
internal sealed record AuditEntry(
    DateTimeOffset At,
    string Actor,
    string Action,
    string? Subject,
    string Outcome = "done",
    string? Origin = null,
    string? Detail = null);
