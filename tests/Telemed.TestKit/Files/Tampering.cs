namespace Telemed.TestKit.Files;

/// <summary>What somebody does to a file that is not theirs.</summary>
public static class Tampering
{
    /// <summary>Changes a bit in the middle of a file.</summary>
    public static void FlipMiddle(string file) => Flip(file, new FileInfo(file).Length / 2);

    /// <summary>Changes a bit as somebody would later: the file's time moves, however coarse the file system's clock is.</summary>
    /// <param name="file">The file.</param>
    /// <param name="place">The byte, from 0.</param>
    public static void Flip(string file, long place)
    {
        var later = File.GetLastWriteTimeUtc(file).AddSeconds(1);
        using (var open = new FileStream(file, FileMode.Open, FileAccess.ReadWrite))
        {
            open.Position = place;
            var value = open.ReadByte();
            open.Position = place;
            open.WriteByte((byte)(value ^ 0x10));
        }

        File.SetLastWriteTimeUtc(file, later);
    }
}
