using System.Globalization;
using System.Text;
using Telemed.Recording.Manifest;

namespace Telemed.Media.Ffmpeg;

/// <summary>Writes chapters in ffmpeg's metadata format.</summary>
internal static class ChapterFile
{
    /// <summary>The file's text. A chapter lasts until the next one, the last until the recording's end.</summary>
    public static string Text(IReadOnlyList<ManifestMark> chapters, long durationMs)
    {
        var text = new StringBuilder(";FFMETADATA1\n");
        for (var index = 0; index < chapters.Count; index++)
        {
            var start = Math.Min(chapters[index].AtMs, durationMs);
            var end = index + 1 < chapters.Count ? Math.Min(chapters[index + 1].AtMs, durationMs) : durationMs;
            text.Append("[CHAPTER]\nTIMEBASE=1/1000\n");
            text.Append(CultureInfo.InvariantCulture, $"START={start}\nEND={Math.Max(end, start)}\n");
            text.Append(CultureInfo.InvariantCulture, $"title={Escape(chapters[index].Label)}\n");
        }

        return text.ToString();
    }

    private static string Escape(string label)
    {
        var text = new StringBuilder(label.Length);
        foreach (var letter in label)
        {
            if (letter is '=' or ';' or '#' or '\\')
            {
                text.Append('\\');
            }

            text.Append(char.IsControl(letter) ? ' ' : letter);
        }

        return text.ToString();
    }
}
