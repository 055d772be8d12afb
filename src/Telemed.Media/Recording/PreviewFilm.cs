namespace Telemed.Media.Recording;

/// <summary>A film strip: pictures in rows on one sheet, <c>filmstrip.jpg</c>.</summary>
/// <param name="StepMs">The time from one picture to the next.</param>
/// <param name="Count">How many.</param>
/// <param name="Columns">How many in a row.</param>
/// <param name="Width">A picture's width in pixels.</param>
/// <param name="Height">A picture's height in pixels.</param>
internal sealed record PreviewFilm(long StepMs, int Count, int Columns, int Width, int Height);
