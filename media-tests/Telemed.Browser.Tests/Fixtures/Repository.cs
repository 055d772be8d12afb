using System.Reflection;

namespace Telemed.Browser.Tests.Fixtures;

/// <summary>Where the clone and its built programs are.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, as these tests were built.</summary>
    public static string Configuration { get; } =
        typeof(Repository).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()?.Configuration ?? "Release";

    public static string ServerDll => BuiltDll("Telemed.Server", "Telemed.Server.dll");

    public static string CliDll => BuiltDll("Telemed.Cli", "telemed.dll");

    /// <summary>A directory for what a person may want to look at after a run.</summary>
    public static string Artifacts(params string[] path)
    {
        var directory = Path.Combine([Root, "artifacts", .. path]);
        Directory.CreateDirectory(directory);
        return directory;
    }

    // A Release build leaves the programs as they are delivered.
    private static string BuiltDll(string project, string file)
    {
        var path = Path.Combine(Root, "src", project, "bin", Configuration, "net10.0", Configuration == "Release" ? "publish" : "", file);
        Assert.True(File.Exists(path), $"{path} is not built: build the solution first");
        return path;
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "Telemed.sln"))) return directory.FullName;
        }

        throw new InvalidOperationException("The tests must run inside the clone: no Telemed.sln above them.");
    }
}
