using System.Xml.Linq;

namespace Telemed.Architecture.Tests;

/// <summary>The drawing in the README is true: every project refers only to those it may.</summary>
public sealed class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Telemed.Rtc"] = [],
        ["Telemed.Sfu"] = ["Telemed.Rtc"],
        ["Telemed.Recording"] = ["Telemed.Rtc"],
        ["Telemed.Media"] = ["Telemed.Rtc", "Telemed.Sfu", "Telemed.Recording"],
        ["Telemed.Consults"] = [],
        ["Telemed.Storage"] = ["Telemed.Consults"],
        ["Telemed.Server"] =
            ["Telemed.Rtc", "Telemed.Sfu", "Telemed.Recording", "Telemed.Media", "Telemed.Consults", "Telemed.Storage"],
        ["Telemed.Cli"] = ["Telemed.Rtc", "Telemed.Media", "Telemed.Recording", "Telemed.Consults", "Telemed.Storage"],
    };

    public static TheoryData<string> Projects => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_those_it_may(string project)
    {
        var refers = References(project);

        Assert.Empty(refers.Except(Allowed[project], StringComparer.Ordinal));
    }

    [Fact]
    public void Every_project_under_src_has_its_arrows_stated()
    {
        var found = Directory.GetFiles(Path.Combine(Root(), "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal)!);
    }

    [Fact]
    public void The_top_level_is_the_agreed_one()
    {
        foreach (var name in (string[])["src", "tests", "media-tests", "samples"])
        {
            Assert.True(Directory.Exists(Path.Combine(Root(), name)), name);
        }

        foreach (var name in (string[])["Telemed.sln", "README.md", "docker-compose.yml"])
        {
            Assert.True(File.Exists(Path.Combine(Root(), name)), name);
        }
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(Path.Combine(Root(), "src", project, project + ".csproj"))
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Telemed.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("Telemed.sln is above no folder of this test.");
        }

        return folder.FullName;
    }
}
