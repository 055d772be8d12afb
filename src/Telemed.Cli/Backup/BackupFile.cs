namespace Telemed.Cli.Backup;

/// <summary>A file of a backup.</summary>
/// <param name="Path">Below the backup, separated by slashes.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Sha256">Its hash, in hexadecimal digits.</param>
internal sealed record BackupFile(string Path, long Size, string Sha256);
