namespace Telemed.Consults.Library;

/// <summary>A picture of a copy.</summary>
/// <param name="Id">Its name in the copy: its place, and nothing of the file it was made of.</param>
/// <param name="MediaType">What it is.</param>
/// <param name="Size">Bytes.</param>
public sealed record LibraryFile(string Id, string MediaType, long Size)
{
    /// <summary>The name of the file in this place, from 0.</summary>
    public static string IdOf(int place) => $"f{place + 1}";
}
