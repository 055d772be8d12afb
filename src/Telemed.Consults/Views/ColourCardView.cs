namespace Telemed.Consults.Views;

/// <summary>What the colour card in a still says: the factors that make its grey grey.</summary>
public sealed record ColourCardView(PersonView By, DateTimeOffset At, int X, int Y, double Red, double Green, double Blue);
