using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace Telemed.Server.Tests;

/// <summary>Reads a QR code that the server draws as SVG as a phone would: painted, then decoded by another's library.</summary>
internal static partial class QrPicture
{
    /// <summary>Pixels of a module's side.</summary>
    private const int Scale = 4;

    /// <summary>The text in the code.</summary>
    public static string Read(string svg)
    {
        var root = XDocument.Parse(svg).Root!;
        var side = Number(root.Attribute("viewBox")!.Value.Split(' ')[2]) * Scale;
        var pixels = new byte[side * side];
        Array.Fill(pixels, byte.MaxValue);
        var path = root.Descendants().Single(one => one.Name.LocalName == "path").Attribute("d")!.Value;
        var runs = Run().Matches(path);
        Assert.Equal(path.Length, runs.Sum(one => one.Length)); // A path drawn otherwise would be painted wrong.
        foreach (Match run in runs)
        {
            var (x, y, modules) = (Number(run.Groups["x"].Value), Number(run.Groups["y"].Value), Number(run.Groups["n"].Value));
            for (var row = y * Scale; row < (y + 1) * Scale; row++)
            {
                pixels.AsSpan((row * side) + (x * Scale), modules * Scale).Clear();
            }
        }

        var image = new BinaryBitmap(new HybridBinarizer(
            new RGBLuminanceSource(pixels, side, side, RGBLuminanceSource.BitmapFormat.Gray8)));
        return new QRCodeReader().decode(image).Text;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>Dark modules side by side in one row.</summary>
    [GeneratedRegex(@"M(?<x>\d+) (?<y>\d+)h(?<n>\d+)v1h-\k<n>z", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Run();
}
