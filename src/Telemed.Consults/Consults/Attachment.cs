namespace Telemed.Consults.Consults;

/// <summary>A file of the case: a picture, a document, an image of a device. Its bytes lie elsewhere, sealed.</summary>
/// <param name="Id">Its name in this case: the first half of its hash, so that the same file is there once.</param>
/// <param name="By">Who added it.</param>
/// <param name="At">When.</param>
/// <param name="MediaType">What its content is; found by looking at it, not by its name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Its hash, in hex.</param>
/// <param name="Scanned">Whether a scanner for malware has looked at it.</param>
/// <param name="Name">What it was called; personal data.</param>
public sealed record Attachment(
    string Id,
    PersonId By,
    DateTimeOffset At,
    string MediaType,
    long Size,
    string Sha256,
    bool Scanned,
    string? Name)
{
    /// <summary>Of which camera it is a still; <c>null</c> when it is none.</summary>
    public Still? Still { get; init; }

    /// <summary>What the colour card in it says, as marked last; <c>null</c> before.</summary>
    public ColourCard? Card { get; init; }

    /// <summary>The most files of a case.</summary>
    public const int Most = 50;

    /// <summary>The largest file in bytes.</summary>
    public const int Largest = 20 * 1024 * 1024;

    /// <summary>The identifier of a file with this hash.</summary>
    public static string IdOf(string sha256) => sha256[..32];
}
