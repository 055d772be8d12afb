namespace Telemed.Consults.Consults;

/// <summary>
/// What a grey field of the colour card in a still says about the light: the factors that make it grey. The file stays as it
/// was taken; whoever shows it applies them.
/// </summary>
/// <param name="By">Who marked the field.</param>
/// <param name="At">When.</param>
/// <param name="X">Where it is: ten-thousandths of the picture's width.</param>
/// <param name="Y">And of its height.</param>
/// <param name="Red">The factor of red.</param>
/// <param name="Green">The factor of green.</param>
/// <param name="Blue">The factor of blue.</param>
public sealed record ColourCard(PersonId By, DateTimeOffset At, int X, int Y, double Red, double Green, double Blue)
{
    /// <summary>Beyond this, or one over it, no light explains the colour: another field was marked.</summary>
    public const double Most = 4;

    /// <summary>Whether a card may say so.</summary>
    public static bool IsInRange(int x, int y, params ReadOnlySpan<double> factors)
    {
        foreach (var factor in factors)
        {
            if (!(factor is >= 1 / Most and <= Most))
            {
                return false;
            }
        }

        return x is >= 0 and <= 10_000 && y is >= 0 and <= 10_000;
    }
}
