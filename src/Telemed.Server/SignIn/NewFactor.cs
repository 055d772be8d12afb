namespace Telemed.Server.SignIn;

/// <summary>A new second factor, to be put into an authenticator.</summary>
/// <param name="Secret">The secret in base 32, to be typed.</param>
/// <param name="Uri">The same as a key URI.</param>
/// <param name="Qr">The key URI as a QR code, an SVG.</param>
internal sealed record NewFactor(string Secret, string Uri, string Qr);
