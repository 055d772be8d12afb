namespace Telemed.Media;

/// <summary>A request that the media side refuses, with a stable code and a sentence for people.</summary>
/// <param name="code">One of <see cref="MediaRefusal"/>.</param>
/// <param name="sentence">One English sentence; never holds addresses or personal data.</param>
public sealed class MediaRefusedException(string code, string sentence) : Exception(sentence)
{
    /// <summary>One of <see cref="MediaRefusal"/>.</summary>
    public string Code { get; } = code;
}
