namespace Telemed.Server.Files;

/// <summary>A grey field of the colour card in a still: where it is, and the factors that make it grey.</summary>
internal sealed record ColourCardBody(string CommandId, int X, int Y, double Red, double Green, double Blue);
