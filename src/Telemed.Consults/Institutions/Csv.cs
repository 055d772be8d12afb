using System.Text;

namespace Telemed.Consults.Institutions;

/// <summary>Comma-separated values as RFC 4180 has them: quotes around what holds a comma, a quote or a line end. Pure.</summary>
public static class Csv
{
    /// <summary>The records of a text, each with its fields; empty lines are left out. A byte order mark is no field.</summary>
    /// <exception cref="FormatException">A quote is not closed.</exception>
    public static IReadOnlyList<IReadOnlyList<string>> Read(string text)
    {
        var records = new List<IReadOnlyList<string>>();
        var fields = new List<string>();
        var field = new StringBuilder();
        var quoted = false;
        var i = text.StartsWith('\uFEFF') ? 1 : 0;
        for (; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted)
            {
                if (c != '"')
                {
                    field.Append(c);
                }
                else if (i + 1 < text.Length && text[i + 1] == '"')
                {
                    field.Append('"');
                    i++;
                }
                else
                {
                    quoted = false;
                }

                continue;
            }

            switch (c)
            {
                case '"':
                    quoted = true;
                    break;
                case ',':
                    EndField();
                    break;
                case '\n':
                    EndRecord();
                    break;
                case '\r':
                    break;
                default:
                    field.Append(c);
                    break;
            }
        }

        if (quoted)
        {
            throw new FormatException("A quote is not closed.");
        }

        EndRecord();
        return records;

        void EndField()
        {
            fields.Add(field.ToString());
            field.Clear();
        }

        void EndRecord()
        {
            EndField();
            if (fields.Count > 1 || fields[0].Length > 0)
            {
                records.Add(fields);
            }

            fields = [];
        }
    }

    /// <summary>Records as text, each ended by CR LF.</summary>
    public static string Write(IEnumerable<IEnumerable<string?>> records)
    {
        var text = new StringBuilder();
        foreach (var record in records)
        {
            text.AppendJoin(',', record.Select(Quote)).Append("\r\n");
        }

        return text.ToString();
    }

    private static string Quote(string? field) => field is null
        ? ""
        : field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
