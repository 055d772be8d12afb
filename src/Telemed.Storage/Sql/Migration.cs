using System.Globalization;
using System.Reflection;

namespace Telemed.Storage.Sql;

/// <summary>One numbered step of the schema. Forward only: a step that has run is never changed.</summary>
/// <param name="Number">Its number, from 1, without gaps.</param>
/// <param name="Name">Its name.</param>
/// <param name="Text">Its statements.</param>
internal sealed record Migration(int Number, string Name, string Text)
{
    /// <summary>The migrations of a folder, in order.</summary>
    internal static IReadOnlyList<Migration> Load(string folder)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = $"{assembly.GetName().Name}.{folder}.Migrations.";
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name, name[prefix.Length..^".sql".Length]))
            .OrderBy(one => one.Number)];
    }

    private static Migration Read(Assembly assembly, string resource, string file)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var cut = file.IndexOf('_', StringComparison.Ordinal);
        return new(int.Parse(file[..cut], CultureInfo.InvariantCulture), file[(cut + 1)..], reader.ReadToEnd());
    }
}
