namespace Telemed.Storage.Sql;

/// <summary>One SQL statement and its named parameters.</summary>
/// <param name="Text">The statement, parameters as <c>@name</c>.</param>
/// <param name="Values">The parameters.</param>
internal readonly record struct Statement(string Text, params (string Name, SqlValue Value)[] Values);
