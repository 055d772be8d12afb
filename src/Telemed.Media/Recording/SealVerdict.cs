namespace Telemed.Media.Recording;

/// <summary>Whether signed files are as they were signed.</summary>
/// <param name="Faults">Each fault: the file, and what is wrong; empty when all is as it was.</param>
/// <param name="Signer">The certificate's subject; null when there is none to read.</param>
/// <param name="Fingerprint">SHA-256 of the certificate, lower-case hexadecimal: compare it with the one that the node's
/// operator gives out.</param>
public sealed record SealVerdict(IReadOnlyList<string> Faults, string? Signer, string Fingerprint)
{
    /// <summary>Whether no fault was found.</summary>
    public bool Sound => Faults.Count == 0;
}
