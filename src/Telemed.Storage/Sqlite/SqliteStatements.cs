using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Telemed.Storage.Sqlite;

/// <summary>
/// A connection with the statements that ran on it: each is compiled once. Not safe for two threads at once.
/// </summary>
/// <param name="connection">The connection, open; this object disposes it.</param>
internal sealed class SqliteStatements(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    /// <summary>The connection.</summary>
    internal SqliteConnection Connection => connection;

    /// <summary>Runs a statement that answers nothing.</summary>
    internal void Run(string text, SqliteTransaction? transaction = null) => Run(new Statement(text), transaction);

    /// <summary>Runs a statement that answers nothing.</summary>
    internal void Run(Statement statement, SqliteTransaction? transaction = null) =>
        Ready(statement, transaction).ExecuteNonQuery();

    /// <summary>The rows of a question.</summary>
    internal List<T> Query<T>(Statement question, Func<System.Data.Common.DbDataReader, T> read)
    {
        using var reader = Ready(question, null).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        connection.Dispose();
    }

    [SuppressMessage("Security", "CA2100", Justification = "Statements are constants of this project.")]
    private SqliteCommand Ready(Statement statement, SqliteTransaction? transaction)
    {
        if (!_commands.TryGetValue(statement.Text, out var command))
        {
            command = connection.CreateCommand();
            command.CommandText = statement.Text;
            foreach (var (name, _) in statement.Values)
            {
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
            }

            _commands.Add(statement.Text, command);
        }

        command.Transaction = transaction;
        for (var i = 0; i < statement.Values.Length; i++)
        {
            command.Parameters[i].Value = statement.Values[i].Value.ToObject();
        }

        return command;
    }
}
