namespace Telemed.Recording.Crypto;

/// <summary>
/// Where the master keys come from: a file, the environment, or whatever a site puts in their place, say a key
/// management service. It is asked once, when a node or a tool starts. Any thread.
/// </summary>
public interface IMasterKeySource
{
    /// <summary>Where it looks, for an operator to read; never a key.</summary>
    public string Description { get; }

    /// <summary>The keys as <see cref="MasterKeyRing.TryParse"/> reads them: one a line, the current one first.</summary>
    /// <exception cref="IOException">The place cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The place may not be read.</exception>
    public string ReadLines();
}
