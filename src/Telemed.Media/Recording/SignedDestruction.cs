namespace Telemed.Media.Recording;

/// <summary>A certificate of destruction as it lies on the disk.</summary>
/// <param name="Json">The certificate.</param>
/// <param name="Signature">The node's signature of it, DER.</param>
/// <param name="CertificatePem">The node's certificate.</param>
public sealed record SignedDestruction(byte[] Json, byte[] Signature, string CertificatePem);
