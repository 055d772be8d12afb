namespace Telemed.Storage.Facts;

/// <summary>What an append put into one stream.</summary>
/// <param name="Hash">The hash of the last fact.</param>
/// <param name="Facts">The facts as they will be read again.</param>
internal readonly record struct Written(byte[] Hash, IReadOnlyList<IFact> Facts);
