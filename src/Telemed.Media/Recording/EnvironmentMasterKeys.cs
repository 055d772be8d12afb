using Telemed.Recording.Crypto;

namespace Telemed.Media.Recording;

/// <summary>
/// Master keys in an environment variable, for places that hand secrets to a process that way; commas may stand for
/// line ends.
/// </summary>
internal sealed class EnvironmentMasterKeys(string variable) : IMasterKeySource
{
    /// <inheritdoc/>
    public string Description => $"the environment variable '{variable}'";

    /// <inheritdoc/>
    public string ReadLines() => Environment.GetEnvironmentVariable(variable)?.Replace(',', '\n')
        ?? throw new IOException($"The environment variable '{variable}' is not set.");
}
