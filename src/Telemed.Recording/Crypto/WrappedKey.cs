namespace Telemed.Recording.Crypto;

/// <summary>A case key as it lies on disk.</summary>
/// <param name="Version">1.</param>
/// <param name="CaseId">The case.</param>
/// <param name="MasterKeyId">The master key that opens it.</param>
/// <param name="Key">Base64 of nonce (12), ciphertext (32) and tag (16); the case id is the associated data.</param>
internal sealed record WrappedKey(int Version, string CaseId, string MasterKeyId, string Key);
