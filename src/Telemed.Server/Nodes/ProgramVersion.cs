using System.Reflection;

namespace Telemed.Server.Nodes;

/// <summary>The version of this program.</summary>
internal static class ProgramVersion
{
    /// <summary>As it was built: a version number, and the commit where the build knows it.</summary>
    public static string Text { get; } =
        typeof(ProgramVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
}
