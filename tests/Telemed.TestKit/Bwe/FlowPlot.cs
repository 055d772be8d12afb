using System.Globalization;
using System.Text;

namespace Telemed.TestKit.Bwe;

/// <summary>Draws what was seen of a world's flows as an SVG: rates above, one-way delay below.</summary>
public static class FlowPlot
{
    private const int Width = 860;
    private const int Left = 60;
    private const int Right = 840;
    private const int RateTop = 40;
    private const int RateBottom = 260;
    private const int DelayTop = 300;
    private const int DelayBottom = 400;
    private const double MostDelay = 600;
    private static readonly string[] Colours = ["#1b6ca8", "#c1432e", "#2f8f4e", "#8a5bb0", "#b8860b"];

    /// <summary>Draws.</summary>
    public static string Draw(string title, BottleneckWorld world)
    {
        var seconds = Math.Ceiling(world.Time.Now.Milliseconds / 1000.0);
        var most = Math.Max(
            world.Capacity.Max(one => one.BitsPerSecond ?? 0) / 1000.0,
            world.Flows.Max(flow => flow.Samples.Max(one => one.Arrived.Kilobits))) * 1.1;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"""
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} 430" font-family="sans-serif" font-size="12">
            <rect width="{Width}" height="430" fill="white"/>
            <text x="{Left}" y="22" font-size="15">{title}</text>
            <text x="{Left}" y="{DelayTop - 8}">one-way delay, ms</text>

            """);
        Axes(text, seconds, most);
        Line(text, "#999999", "6 3", world.Capacity.Select(one =>
            (X(one.At.Milliseconds / 1000.0, seconds), Y((one.BitsPerSecond ?? 0) / 1000.0, most, RateTop, RateBottom))));
        for (var i = 0; i < world.Flows.Count; i++)
        {
            var flow = world.Flows[i];
            var colour = Colours[i % Colours.Length];
            var samples = flow.Samples.Where((one, index) => index % 5 == 0 && one.At >= flow.Options.StartAt).ToList();
            Line(text, colour, "", samples.Select(one =>
                (X(one.At.Milliseconds / 1000.0, seconds), Y(one.Arrived.Kilobits, most, RateTop, RateBottom))));
            Line(text, colour, "1 3", samples.Select(one => (
                X(one.At.Milliseconds / 1000.0, seconds),
                Y(Math.Min(one.Estimate.Kilobits, most), most, RateTop, RateBottom))));
            Line(text, colour, "", samples.Select(one => (
                X(one.At.Milliseconds / 1000.0, seconds),
                Y(Math.Min(one.Delay.TotalMilliseconds, MostDelay), MostDelay, DelayTop, DelayBottom))));
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{420 + (150 * (i % 3))}\" y=\"{14 + (13 * (i / 3))}\" fill=\"{colour}\">{flow.Options.Name}</text>\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"424\" fill=\"#555555\">grey: capacity · line: arrived, kbit/s · dots: estimate</text>\n</svg>\n");
        return text.ToString();
    }

    private static double X(double second, double seconds) => Left + ((Right - Left) * second / seconds);

    private static double Y(double value, double most, int top, int bottom) => bottom - ((bottom - top) * value / most);

    private static void Axes(StringBuilder text, double seconds, double most)
    {
        for (var second = 0; second <= seconds; second += 20)
        {
            text.Append(CultureInfo.InvariantCulture, $"<text x=\"{X(second, seconds):0}\" y=\"{RateBottom + 16}\" text-anchor=\"middle\">{second} s</text>\n");
        }

        for (var step = 0; step <= 4; step++)
        {
            var value = most * step / 4;
            Tick(text, value, Y(value, most, RateTop, RateBottom));
        }

        for (var value = 0.0; value <= MostDelay; value += 200)
        {
            Tick(text, value, Y(value, MostDelay, DelayTop, DelayBottom));
        }
    }

    private static void Tick(StringBuilder text, double value, double y) => text.Append(
        CultureInfo.InvariantCulture,
        $"<line x1=\"{Left}\" x2=\"{Right}\" y1=\"{y:0}\" y2=\"{y:0}\" stroke=\"#eeeeee\"/><text x=\"{Left - 6}\" y=\"{y + 4:0}\" text-anchor=\"end\">{value:0}</text>\n");

    private static void Line(StringBuilder text, string colour, string dashes, IEnumerable<(double X, double Y)> points)
    {
        text.Append(CultureInfo.InvariantCulture, $"<polyline fill=\"none\" stroke=\"{colour}\" stroke-width=\"1.3\" stroke-dasharray=\"{dashes}\" points=\"");
        foreach (var (x, y) in points)
        {
            text.Append(CultureInfo.InvariantCulture, $"{x:0.#},{y:0.#} ");
        }

        text.Append("\"/>\n");
    }
}
