namespace Telemed.Server.Problems;

/// <summary>Problem details (RFC 9457) as this API writes them.</summary>
/// <param name="Type">A stable URI for the kind.</param>
/// <param name="Title">The kind in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">This problem in words.</param>
/// <param name="Code">The kind's stable code.</param>
/// <param name="Reason">The decider's code when it refused.</param>
/// <param name="Errors">Faulty fields and what is wrong with each.</param>
internal sealed record ProblemBody(
    string Type,
    string Title,
    int Status,
    string Detail,
    string Code,
    string? Reason,
    IReadOnlyDictionary<string, string[]>? Errors)
{
    /// <summary>The body for a refusal.</summary>
    public static ProblemBody Of(Refusal refusal) => new(
        refusal.Kind.Type, refusal.Kind.Title, refusal.Kind.Status, refusal.Detail, refusal.Kind.Code,
        refusal.Reason, refusal.Errors);
}
