namespace Telemed.Storage.Tests;

/// <summary>An SQLite file in a folder of its own, gone with this object.</summary>
internal sealed class SqliteFile : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("telemed-sqlite-");

    public StorageOptions Options => new() { SqliteFile = Path.Combine(_folder.FullName, "telemed.db") };

    public void Dispose() => _folder.Delete(recursive: true);
}
