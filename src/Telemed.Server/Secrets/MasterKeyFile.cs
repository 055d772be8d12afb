using System.Security.Cryptography;
using System.Text;
using Telemed.Media.Recording;
using Telemed.Server.Options;

namespace Telemed.Server.Secrets;

/// <summary>The file with the master keys, which wrap every case's key.</summary>
internal static class MasterKeyFile
{
    /// <summary>The recording options with master keys: the configured ones, or a file that is made once in the data
    /// directory.</summary>
    public static RecordingOptions Ensure(ServerOptions options)
    {
        if (options.Recording.MasterKeySource() is null)
        {
            PrivateFiles.EnsureDirectory(options.SecretsDirectory);
            var path = Path.Combine(options.SecretsDirectory, "master.key");
            PrivateFiles.ReadOrCreate(
                path, () => Encoding.ASCII.GetBytes(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)) + "\n"));
            options.Recording.MasterKeyFile = path;
        }

        return options.Recording;
    }
}
