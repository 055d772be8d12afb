using System.Globalization;
using System.Text;

namespace Telemed.Consults.Library;

/// <summary>
/// A text as names are looked for in it: small letters, digits of any script as ours, full-width forms as plain ones, and
/// without what stands between the letters of one name, such as spaces, hyphens and middle dots. Pure.
/// </summary>
public sealed class FoldedText
{
    private readonly int[] _at;

    private FoldedText(string text, int[] at) => (Text, _at) = (text, at);

    /// <summary>The text, folded.</summary>
    public string Text { get; }

    /// <summary>Folds a text.</summary>
    public static FoldedText Of(string text)
    {
        var folded = new StringBuilder(text.Length);
        var at = new List<int>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            var c = Plain(text[i]);
            if (!IsBetween(c))
            {
                folded.Append(c);
                at.Add(i);
            }
        }

        return new(folded.ToString(), [.. at]);
    }

    /// <summary>Where in the text as it was stands what begins and ends here in the folded one.</summary>
    public (int Start, int Length) Whole(int start, int length)
    {
        var first = _at[start];
        return (first, _at[start + length - 1] - first + 1);
    }

    /// <summary>A character as it is compared.</summary>
    internal static char Plain(char c) => c switch
    {
        '\u3000' => ' ',
        >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(c - 0xFEE0)),
        _ when c > '\u007F' && char.IsDigit(c) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
        _ => char.ToLowerInvariant(c),
    };

    private static bool IsBetween(char c) => char.IsWhiteSpace(c)
        || c is '_' or '.' or ',' or '/' or '·' or '•' or '・' or '‧' or '∙' or '\''
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control or UnicodeCategory.DashPunctuation
            or UnicodeCategory.NonSpacingMark;
}
