namespace Telemed.Consults.Stores;

/// <summary>A state and what the store needs to append to it.</summary>
/// <typeparam name="TState">The kind of state.</typeparam>
/// <param name="State">The state.</param>
/// <param name="Version">How many facts led to it; 0 for a stream that does not exist.</param>
/// <param name="Hash">The hash of the last of them; empty for a stream that does not exist.</param>
public sealed record Loaded<TState>(TState State, int Version, ReadOnlyMemory<byte> Hash);
