namespace Telemed.Storage.Sql;

/// <summary>
/// Statements of one transaction that lock the same rows. Transactions run their sections in the order of their keys, so
/// that two of them never wait for each other in a circle.
/// </summary>
/// <param name="Key">What is locked: a command, a stream.</param>
/// <param name="Statements">The statements, in order.</param>
internal readonly record struct Section(string Key, IReadOnlyList<Statement> Statements);
