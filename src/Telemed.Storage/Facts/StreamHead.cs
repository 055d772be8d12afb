namespace Telemed.Storage.Facts;

/// <summary>Where a consult's stream stands, and its case's key as it is stored.</summary>
/// <param name="Version">How many facts it has.</param>
/// <param name="MasterKey">The master key that wraps the case's key, or <c>null</c>.</param>
/// <param name="Wrapped">The wrapped key; <c>null</c> once destroyed.</param>
internal readonly record struct StreamHead(int Version, string? MasterKey, byte[]? Wrapped);
