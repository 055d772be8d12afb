namespace Telemed.Storage.Keys;

/// <summary>One master key, given as bytes.</summary>
public sealed class FixedMasterKey : IMasterKeys
{
    /// <summary>The key of these bytes.</summary>
    /// <exception cref="ArgumentException">They are not 32.</exception>
    public FixedMasterKey(ReadOnlyMemory<byte> bytes, string id = "master-1")
    {
        if (bytes.Length != CaseKey.Length)
        {
            throw new ArgumentException($"A master key has {CaseKey.Length} bytes, not {bytes.Length}.", nameof(bytes));
        }

        Current = new(id, bytes);
    }

    /// <inheritdoc/>
    public MasterKey Current { get; }

    /// <inheritdoc/>
    public MasterKey? Find(string id) => id == Current.Id ? Current : null;
}
