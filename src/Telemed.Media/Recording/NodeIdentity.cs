using Telemed.Recording.Sealing;

namespace Telemed.Media.Recording;

/// <summary>The node's signing key on disk.</summary>
internal static class NodeIdentity
{
    /// <summary>Reads the configured key and certificate, or the node's own, which are made on first use.</summary>
    /// <exception cref="RecordingException">They cannot be read or made, or do not belong together.</exception>
    public static NodeSigner Open(RecordingPaths paths, RecordingOptions options, DateTimeOffset now)
    {
        try
        {
            var key = options.SigningKeyFile ?? Path.Combine(paths.Keys, "node.key");
            var certificate = options.SigningCertificateFile ?? Path.Combine(paths.Keys, "node.crt");
            if (options.SigningKeyFile is null && !File.Exists(certificate))
            {
                Make(key, certificate, options.NodeName, now);
            }

            return NodeSigner.TryRead(File.ReadAllText(key), File.ReadAllText(certificate), out var signer, out var fault)
                ? signer!
                : throw new RecordingException(RecordingRefusal.NoKey, $"The node's signing key is of no use: {fault}.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RecordingException(
                RecordingRefusal.Unwritable, "The node's signing key cannot be read or made.", exception);
        }
    }

    /// <summary>The key first: a certificate is never there without its key. A key alone, after a crash, is replaced: it has
    /// signed nothing.</summary>
    private static void Make(string key, string certificate, string name, DateTimeOffset now)
    {
        var (keyPem, certificatePem) = NodeSigner.Create(name, now);
        File.Delete(key);
        KeyStore.TryCreate(key, System.Text.Encoding.ASCII.GetBytes(keyPem));
        KeyStore.TryCreate(certificate, System.Text.Encoding.ASCII.GetBytes(certificatePem));
    }
}
