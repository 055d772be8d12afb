namespace Telemed.Server.Rooms;

/// <summary>What of a file is seen.</summary>
/// <param name="Page">The page or frame, from 0.</param>
/// <param name="Zoom">1 is the whole page; 0.05 to 64.</param>
/// <param name="X">What of the page stands in the middle: ten-thousandths of its width.</param>
/// <param name="Y">And of its height.</param>
/// <param name="Center">The middle of the grey values that are told apart; <c>null</c> where the file has none.</param>
/// <param name="Width">How many of them; <c>null</c> where the file has none.</param>
/// <param name="Speed">Millimetres a second of a curve on paper; <c>null</c> for as the file begins, or where it is none.</param>
/// <param name="Gain">And millimetres a millivolt.</param>
/// <param name="Calipers">Two points between which is measured, x and y of each in ten-thousandths; <c>null</c> where nothing is.</param>
internal sealed record ViewState(
    int Page,
    double Zoom,
    int X,
    int Y,
    double? Center = null,
    double? Width = null,
    double? Speed = null,
    double? Gain = null,
    IReadOnlyList<int>? Calipers = null)
{
    /// <summary>Whether every number is one that a page can show.</summary>
    public bool IsInRange => Page is >= 0 and < 100_000 && Zoom is >= 0.05 and <= 64 && X is > -100_000 and < 100_000
        && Y is > -100_000 and < 100_000 && Math.Abs(Center ?? 0) < 1e9 && (Width ?? 1) is > 0 and < 1e9
        && (Speed ?? 25) is >= 1 and <= 400 && (Gain ?? 10) is >= 1 and <= 200
        && (Calipers is null || (Calipers.Count == 4 && Calipers.All(one => one is >= 0 and <= 10_000)));
}
