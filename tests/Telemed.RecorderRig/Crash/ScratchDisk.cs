using System.Globalization;

namespace Telemed.RecorderRig.Crash;

/// <summary>The disk of one run: a folder, a small file system in memory, or a file system in a file. The latter two need
/// root.</summary>
internal sealed class ScratchDisk : IDisposable
{
    private readonly string _kind;

    private ScratchDisk(string kind, string folder)
    {
        _kind = kind;
        Folder = folder;
    }

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    private string Image => Folder + ".img";

    /// <summary>Makes it.</summary>
    public static ScratchDisk Make(string kind, string folder, Random random)
    {
        var disk = new ScratchDisk(kind, folder);
        Directory.CreateDirectory(folder);
        if (kind == "full")
        {
            var size = random.Next(200, 900).ToString(CultureInfo.InvariantCulture);
            Tool.Run(false, "mount", "-t", "tmpfs", "-o", $"size={size}k", "tmpfs", folder);
        }
        else if (kind == "broken")
        {
            using (var image = File.Create(disk.Image))
            {
                image.SetLength(64 << 20);
            }

            Tool.Run(false, "mkfs.ext4", "-q", "-F", disk.Image);
            Tool.Run(false, "mount", "-o", "loop", disk.Image, folder);
        }

        return disk;
    }

    /// <summary>Makes it usable again: room, or the file system as it is after a power cut.</summary>
    public void Repair()
    {
        if (_kind == "full")
        {
            Tool.Run(false, "mount", "-o", "remount,size=256m", Folder);
        }
        else if (_kind == "broken")
        {
            Tool.Run(false, "umount", Folder);
            Tool.Run(false, "mount", "-o", "loop", Image, Folder);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_kind != "kill")
        {
            Tool.Run(false, "umount", "-l", Folder);
        }

        if (File.Exists(Image))
        {
            File.Delete(Image);
        }
    }
}
