namespace Telemed.Consults.Views;

/// <summary>A file of the case.</summary>
/// <param name="Id">Its name in this case.</param>
/// <param name="Name">What it was called.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Its hash, in hex.</param>
/// <param name="Scanned">Whether a scanner for malware has looked at it.</param>
/// <param name="By">Who added it.</param>
/// <param name="At">When.</param>
/// <param name="Still">Of which camera it is a still; <c>null</c> when it is none.</param>
/// <param name="Card">What the colour card in it says; <c>null</c> before somebody marked it.</param>
public sealed record AttachmentView(
    string Id,
    string? Name,
    string MediaType,
    long Size,
    string Sha256,
    bool Scanned,
    PersonView By,
    DateTimeOffset At,
    StillView? Still,
    ColourCardView? Card);
