namespace Telemed.Storage.Keys;

/// <summary>A master key: 32 bytes that wrap the keys of cases.</summary>
/// <param name="Id">Its name, stored beside what it wrapped, so that keys can be changed over time.</param>
/// <param name="Bytes">The key; exactly 32 bytes.</param>
public sealed record MasterKey(string Id, ReadOnlyMemory<byte> Bytes);
