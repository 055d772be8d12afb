namespace Telemed.Storage.Keys;

/// <summary>
/// Where master keys come from: a file, the environment, a key management service. Callable from any thread.
/// </summary>
public interface IMasterKeys
{
    /// <summary>The key that wraps new case keys.</summary>
    public MasterKey Current { get; }

    /// <summary>The key of this name, or <c>null</c> when it is not to be had any more.</summary>
    public MasterKey? Find(string id);
}
