using Telemed.Recording.Crypto;

namespace Telemed.Media.Recording;

/// <summary>Master keys in a file.</summary>
internal sealed class FileMasterKeys(string path) : IMasterKeySource
{
    /// <inheritdoc/>
    public string Description => $"the file '{path}'";

    /// <inheritdoc/>
    public string ReadLines() => File.ReadAllText(path);
}
