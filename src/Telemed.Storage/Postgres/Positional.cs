using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;

namespace Telemed.Storage.Postgres;

/// <summary>
/// A statement with its parameters as <c>$1</c>: the form of the wire, so that the driver does not take the text apart
/// at every use. The texts are a few dozen constants of this program. Callable from any thread.
/// </summary>
/// <param name="Text">The statement.</param>
/// <param name="Names">The parameters' names, in the order of their numbers.</param>
internal sealed partial record Positional(string Text, IReadOnlyList<string> Names)
{
    private static readonly ConcurrentDictionary<string, Positional> Known = new(StringComparer.Ordinal);

    /// <summary>The statement whose parameters are written <c>@name</c>.</summary>
    internal static Positional Of(string text) => Known.GetOrAdd(text, Make);

    /// <summary>The statement as a part of a batch.</summary>
    internal static NpgsqlBatchCommand ToCommand(Statement statement)
    {
        var positional = Of(statement.Text);
        var command = new NpgsqlBatchCommand(positional.Text);
        positional.Fill(command.Parameters, statement);
        return command;
    }

    /// <summary>Adds the statement's values in their order.</summary>
    internal void Fill(NpgsqlParameterCollection parameters, Statement statement)
    {
        foreach (var name in Names)
        {
            parameters.Add(ToParameter(ValueOf(statement, name)));
        }
    }

    private static NpgsqlParameter ToParameter(SqlValue value) => value.Type switch
    {
        SqlType.Number => new NpgsqlParameter<long> { TypedValue = value.Number },
        SqlType.Text when !value.IsNull => new NpgsqlParameter<string> { TypedValue = (string)value.ToObject() },
        var type => new() { NpgsqlDbType = DbTypeOf(type), Value = value.ToObject() },
    };

    private static NpgsqlDbType DbTypeOf(SqlType type) => type switch
    {
        SqlType.Number or SqlType.NullNumber => NpgsqlDbType.Bigint,
        SqlType.Real => NpgsqlDbType.Double,
        SqlType.Bytes => NpgsqlDbType.Bytea,
        SqlType.Texts => NpgsqlDbType.Array | NpgsqlDbType.Text,
        _ => NpgsqlDbType.Text,
    };

    private static SqlValue ValueOf(Statement statement, string name)
    {
        foreach (var (known, value) in statement.Values)
        {
            if (known == name)
            {
                return value;
            }
        }

        throw new ArgumentException($"The statement names no value for @{name}.", nameof(statement));
    }

    private static Positional Make(string text)
    {
        var names = new List<string>();
        var made = Parameter().Replace(text, match =>
        {
            var name = match.Groups["name"].Value;
            if (!names.Contains(name))
            {
                names.Add(name);
            }

            return "$" + (names.IndexOf(name) + 1).ToString(CultureInfo.InvariantCulture);
        });
        return new(made, names);
    }

    [GeneratedRegex("@(?<name>[a-z]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Parameter();
}
