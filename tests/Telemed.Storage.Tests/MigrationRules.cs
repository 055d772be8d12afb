using System.Text.RegularExpressions;

namespace Telemed.Storage.Tests;

/// <summary>
/// While a region is updated the version before runs beside the new one on the new schema: a migration only adds, and nothing that a
/// statement written before it would miss or be refused for.
/// </summary>
public sealed partial class MigrationRules
{
    [Theory]
    [InlineData("Postgres")]
    [InlineData("Sqlite")]
    public void Every_migration_leaves_what_the_version_before_reads_and_writes(string database)
    {
        var assembly = typeof(ConsultDatabase).Assembly;
        var migrations = assembly.GetManifestResourceNames()
            .Where(name => name.Contains($".{database}.Migrations.", StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(migrations);
        foreach (var name in migrations)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            Assert.Empty(Faults(reader.ReadToEnd()).Select(fault => $"{name}: {fault}"));
        }
    }

    [Theory]
    [InlineData("DROP TABLE offers")]
    [InlineData("ALTER TABLE offers DROP COLUMN at")]
    [InlineData("ALTER TABLE offers RENAME COLUMN at TO made_at")]
    [InlineData("ALTER TABLE offers ADD COLUMN reason TEXT NOT NULL")]
    [InlineData("ALTER TABLE offers ADD COLUMN reason TEXT not null")]
    [InlineData("ALTER TABLE offers ADD COLUMN reason TEXT\n  NOT NULL")]
    [InlineData("ALTER TABLE offers ADD COLUMN reason TEXT unique")]
    [InlineData("ALTER TABLE offers ADD COLUMN reason TEXT\n  CHECK (reason <> '')")]
    [InlineData("ALTER TABLE offers ADD COLUMN reason TEXT, DROP COLUMN at")]
    [InlineData("ALTER TABLE offers ADD COLUMN reason TEXT NOT NULL DEFAULT '', ADD COLUMN cause TEXT NOT NULL")]
    [InlineData("ALTER TABLE offers ADD COLUMN reason NUMERIC(4, 2),DROP COLUMN at")]
    [InlineData("ALTER TABLE offers ADD COLUMN reason TEXT DEFAULT 'a' || 'b', RENAME TO rings")]
    [InlineData("ALTER TABLE offers ADD CONSTRAINT once UNIQUE (consult)")]
    [InlineData("CREATE UNIQUE INDEX once ON offers (consult)")]
    [InlineData("UPDATE offers SET at = 0")]
    public void What_the_version_before_would_miss_is_found(string statement) => Assert.Single(Faults($"CREATE TABLE more (id TEXT);\n{statement};"));

    /// <summary>Statements that do not only add. What is made in the same migration nobody has used yet.</summary>
    private static IEnumerable<string> Faults(string migration)
    {
        var statements = Comment().Replace(migration, "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var made = statements.Select(one => Table().Match(one)).Where(one => one.Success).Select(one => one.Groups["name"].Value).ToHashSet();
        return statements.Where(one => !Adds().IsMatch(one)
            && !Column().IsMatch(one)
            && !(Fills().Match(one) is { Success: true, Groups: var filled } && made.Contains(filled["name"].Value)));
    }

    [GeneratedRegex("--.*$", RegexOptions.Multiline | RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^CREATE TABLE (?<name>\w+)", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Table();

    [GeneratedRegex("^CREATE (TABLE|INDEX|SEQUENCE) ", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Adds();

    /// <summary>One column that holds nothing back, up to the end: after a comma outside of brackets another change would follow.</summary>
    [GeneratedRegex(
        @"^ALTER TABLE \w+ ADD COLUMN \w+ (?!.*\b(UNIQUE|CHECK|REFERENCES|PRIMARY|GENERATED)\b)((?!.*\bNOT\s+NULL\b)|(?=.*\bDEFAULT\b))([^,()]|\([^()]*\))+$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase | RegexOptions.Singleline,
        1_000)]
    private static partial Regex Column();

    [GeneratedRegex(@"^(?:INSERT INTO|CREATE UNIQUE INDEX \w+ ON) (?<name>\w+)", RegexOptions.CultureInvariant, 1_000)]
    private static partial Regex Fills();
}
