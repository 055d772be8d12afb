namespace Telemed.Media.Recording;

/// <summary>How this program signs what it writes.</summary>
internal static class RecordingSoftware
{
    /// <summary>Name and version.</summary>
    public static string Name { get; } = $"telemed {typeof(RecordingSoftware).Assembly.GetName().Version?.ToString(3)}";
}
