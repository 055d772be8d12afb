using System.Security.Cryptography;

namespace Telemed.Server.Secrets;

/// <summary>Files and directories that only the server's own user may read (modes 0600 and 0700).</summary>
internal static class PrivateFiles
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Makes the directory when it is missing, and takes it away from everyone else.</summary>
    public static void EnsureDirectory(string path)
    {
        Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute);
        File.SetUnixFileMode(path, OwnerOnly | UnixFileMode.UserExecute);
    }

    /// <summary>
    /// The file's bytes; a missing file is made first. Whole or not at all, and of two processes that start together
    /// both read what the first one wrote.
    /// </summary>
    public static byte[] ReadOrCreate(string path, Func<byte[]> make)
    {
        if (!File.Exists(path))
        {
            var temporary = $"{path}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6))}.tmp";
            Write(temporary, make());
            try
            {
                File.Move(temporary, path, overwrite: false);
            }
            catch (IOException) when (File.Exists(path))
            {
                File.Delete(temporary);
            }
        }

        File.SetUnixFileMode(path, OwnerOnly);
        return File.ReadAllBytes(path);
    }

    /// <summary>Replaces the file as a whole.</summary>
    public static void Replace(string path, byte[] content)
    {
        var temporary = path + ".tmp";
        File.Delete(temporary);
        Write(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }

    private static void Write(string path, byte[] content)
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = OwnerOnly,
        });
        file.Write(content);
        file.Flush(flushToDisk: true);
    }
}
