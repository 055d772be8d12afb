namespace Telemed.Storage.Audit;

/// <summary>What the audit file was at the end of a day; kept elsewhere, it shows a file that was written anew.</summary>
/// <param name="Day">The day, UTC+8.</param>
/// <param name="Lines">How many lines there were.</param>
/// <param name="Hash">The hash of the last of them.</param>
public sealed record AuditAnchor(DateOnly Day, int Lines, string Hash);
