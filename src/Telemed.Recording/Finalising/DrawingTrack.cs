using System.Globalization;
using System.Text;

namespace Telemed.Recording.Finalising;

/// <summary>Strokes as a subtitle track (Advanced SubStation Alpha) that a player lays over the picture or leaves away.</summary>
public static class DrawingTrack
{
    private const double HalfWidth = 2.5; // pixels

    /// <summary>The track's text.</summary>
    /// <param name="drawings">The strokes, in order of time.</param>
    /// <param name="width">The picture's width in pixels.</param>
    /// <param name="height">The picture's height in pixels.</param>
    /// <param name="nameOf">The name of a participant.</param>
    public static string ToAss(IEnumerable<PlacedDrawing> drawings, int width, int height, Func<string, string> nameOf)
    {
        var text = new StringBuilder("[Script Info]\nScriptType: v4.00+\n");
        text.Append(CultureInfo.InvariantCulture, $"PlayResX: {width}\nPlayResY: {height}\n\n[V4+ Styles]\n");
        text.Append("Format: Name, Fontname, Fontsize, PrimaryColour, SecondaryColour, OutlineColour, BackColour, Bold, Italic, ");
        text.Append("Underline, StrikeOut, ScaleX, ScaleY, Spacing, Angle, BorderStyle, Outline, Shadow, Alignment, MarginL, ");
        text.Append("MarginR, MarginV, Encoding\n");
        text.Append("Style: Pen,Sans,20,&H0000D7FF,&H0000D7FF,&H00000000,&H00000000,0,0,0,0,100,100,0,0,1,1,0,7,0,0,0,1\n\n");
        text.Append("[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n");
        foreach (var drawing in drawings)
        {
            text.Append(CultureInfo.InvariantCulture, $"Dialogue: 0,{Time(drawing.FromMs)},{Time(drawing.ToMs)},Pen,");
            text.Append(CultureInfo.InvariantCulture, $"{Field(nameOf(drawing.By))},0,0,0,,{{\\an7\\pos(0,0)\\p1}}{Shape(drawing.Points)}\n");
        }

        return text.ToString();
    }

    /// <summary>The format knows filled shapes only: each piece of the line is a thin rectangle. All turn the same way round, so that
    /// where two overlap neither takes the other away.</summary>
    private static string Shape(IReadOnlyList<int> points)
    {
        var shape = new StringBuilder();
        for (var index = 0; index < Math.Max(1, (points.Count / 2) - 1); index++)
        {
            var (x, y) = (points[2 * index], points[(2 * index) + 1]);
            var more = points.Count > 2;
            var (dx, dy) = more ? (points[(2 * index) + 2] - x, points[(2 * index) + 3] - y) : (0, 0);
            var length = Math.Sqrt((dx * dx) + (dy * dy));
            var (ux, uy) = length > 0 ? (dx / length * HalfWidth, dy / length * HalfWidth) : (HalfWidth, 0);

            // Half a width longer at both ends: corners close, and a point is a square.
            Append(shape, 'm', x - ux - uy, y - uy + ux);
            Append(shape, 'l', x + dx + ux - uy, y + dy + uy + ux);
            Append(shape, 'l', x + dx + ux + uy, y + dy + uy - ux);
            Append(shape, 'l', x - ux + uy, y - uy - ux);
        }

        return shape.ToString().TrimEnd();
    }

    private static void Append(StringBuilder shape, char move, double x, double y) =>
        shape.Append(CultureInfo.InvariantCulture, $"{move} {x:F0} {y:F0} ");

    private static string Field(string name) =>
        string.Concat(name.Select(letter => char.IsControl(letter) || letter is ',' or '{' or '}' or '\\' ? ' ' : letter));

    private static string Time(long ms) => string.Create(
        CultureInfo.InvariantCulture, $"{ms / 3_600_000}:{ms / 60_000 % 60:D2}:{ms / 1000 % 60:D2}.{ms / 10 % 100:D2}");
}
