using System.Globalization;
using System.Text.RegularExpressions;

namespace Telemed.Consults.Library;

/// <summary>
/// Finds in a text by what somebody could be known: what the case knows of its people, however it is written, and what
/// looks like an identifier of anybody. Pure.
/// </summary>
public static partial class Identifiers
{
    private const int Timeout = 1_000;
    private const int UnlikeIdentifier = 8;
    private const int UnlikeInstitution = 10;
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    /// <summary>The places, in order; none overlaps another.</summary>
    public static IReadOnlyList<Finding> Find(string text, KnownNames known)
    {
        var plain = string.Concat(text.Select(FoldedText.Plain));
        List<Finding> all = [.. Known(text, known), .. LooksLike(plain, known)];
        return Merged(all);
    }

    /// <summary>The day, or the month alone, that a finding of a date means; <c>null</c> when it is none that can be read.</summary>
    internal static (int? Year, int Month, int? Day)? DateOf(string text)
    {
        var plain = string.Concat(text.Select(FoldedText.Plain));
        foreach (var pattern in (Regex[])[YearFirst(), DayFirst(), MonthAndDay(), EnglishDate(), EnglishMonthFirst(), YearAndMonth()])
        {
            if (pattern.Match(plain) is { Success: true } match && match.Length == plain.Length)
            {
                return Read(match);
            }
        }

        return null;
    }

    private static (int? Year, int Month, int? Day)? Read(Match match)
    {
        var month = match.Groups["name"] is { Success: true, Value: var name }
            ? Array.FindIndex(CultureInfo.InvariantCulture.DateTimeFormat.AbbreviatedMonthNames, one =>
                one.Length > 0 && name.StartsWith(one, StringComparison.OrdinalIgnoreCase)) + 1
            : Number(match.Groups["m"]) ?? 0;
        return month is >= 1 and <= 12 && Number(match.Groups["d"]) is null or (>= 1 and <= 31)
            ? (Number(match.Groups["y"]), month, Number(match.Groups["d"]))
            : null;
    }

    private static int? Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : null;

    private static IEnumerable<Finding> Known(string text, KnownNames known)
    {
        var folded = FoldedText.Of(text);
        foreach (var term in known.Terms)
        {
            for (var at = folded.Text.IndexOf(term.Text, StringComparison.Ordinal);
                at >= 0;
                at = folded.Text.IndexOf(term.Text, at + 1, StringComparison.Ordinal))
            {
                var (start, length) = folded.Whole(at, term.Text.Length);
                if ((IsUnlike(term) || IsWord(text, start, length)) && (!term.NeedsCapital || char.IsUpper(text[start])))
                {
                    yield return new(start, length, term.Kind);
                }
            }
        }
    }

    /// <summary>So long that no other word has it in it: it counts also where it runs into one.</summary>
    private static bool IsUnlike(KnownNames.Term term) => term.Kind switch
    {
        FindingKind.Identifier => term.Text.Length >= UnlikeIdentifier,
        FindingKind.Institution => term.Text.Length >= UnlikeInstitution,
        _ => false,
    };

    /// <summary>Latin letters and digits are part of a longer word unless something else stands on both sides.</summary>
    private static bool IsWord(string text, int start, int length)
    {
        var end = start + length;
        return !(start > 0 && IsLatin(text[start]) && IsLatin(text[start - 1]))
            && !(end < text.Length && IsLatin(text[end - 1]) && IsLatin(text[end]));
    }

    private static bool IsLatin(char c) => char.IsAsciiLetterOrDigit(FoldedText.Plain(c));

    private static IEnumerable<Finding> LooksLike(string plain, KnownNames known)
    {
        foreach (Match card in ResidentCard().Matches(plain))
        {
            yield return Of(card, IsResidentCard(card.Value) ? FindingKind.Identifier : FindingKind.Number);
        }

        foreach (var (pattern, kind) in ((Regex, FindingKind)[])
            [
                (Phone(), FindingKind.Number), (LongNumber(), FindingKind.Number), (RecordNumber(), FindingKind.Identifier),
                (YearFirst(), FindingKind.Date), (DayFirst(), FindingKind.Date), (MonthAndDay(), FindingKind.Date),
                (EnglishDate(), FindingKind.Date), (EnglishMonthFirst(), FindingKind.Date), (YearAndMonth(), FindingKind.Date),
                (ChineseDate(), FindingKind.Date), (Contact(), FindingKind.Contact), (Street(), FindingKind.Address),
            ])
        {
            foreach (Match match in pattern.Matches(plain))
            {
                yield return Of(match, kind);
            }
        }

        foreach (Match match in known.Addresses?.Matches(plain) ?? Enumerable.Empty<Match>())
        {
            yield return Of(match, FindingKind.Name);
        }

        foreach (Match match in Age().Matches(plain))
        {
            if (Number(match.Groups["years"]) is { } years && (years == known.Age || years >= AgeBands.Last))
            {
                yield return Of(match, FindingKind.Age);
            }
        }
    }

    private static Finding Of(Match match, FindingKind kind) => new(match.Index, match.Length, kind);

    private static List<Finding> Merged(List<Finding> all)
    {
        var merged = new List<Finding>();
        foreach (var one in all.OrderBy(one => one.Start).ThenByDescending(one => one.Length))
        {
            if (merged.Count > 0 && merged[^1] is var last && one.Start < last.Start + last.Length)
            {
                var end = Math.Max(last.Start + last.Length, one.Start + one.Length);
                merged[^1] = last with { Length = end - last.Start };
            }
            else
            {
                merged.Add(one);
            }
        }

        return merged;
    }

    /// <summary>GB 11643: the last of 18 characters is a checksum of the others.</summary>
    private static bool IsResidentCard(string text)
    {
        ReadOnlySpan<int> weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        var digits = text.Where(c => c is not (' ' or '-')).ToArray();
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
        {
            sum += (digits[i] - '0') * weights[i];
        }

        return digits[^1] == "10x98765432"[sum % 11];
    }

    [GeneratedRegex(@"(?<!\d)\d{6}[ -]?(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dx](?![\da-z])", Options, Timeout)]
    private static partial Regex ResidentCard();

    [GeneratedRegex(@"(?<!\d)((\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}|0\d{2,3}[ -]\d{3,4}[ -]?\d{3,4})(?!\d)|\+\d[\d -]{7,}\d", Options, Timeout)]
    private static partial Regex Phone();

    /// <summary>Seven digits and more in one, or three groups of four and more.</summary>
    [GeneratedRegex(@"(?<!\d\.?)(\d{7,}|\d{4,8}([ -]\d{4,8}){2,})(?!\d)", Options, Timeout)]
    private static partial Regex LongNumber();

    [GeneratedRegex(@"(住院|病历|门诊|病案|就诊|检查|床|社保|医保)(号|卡号)\s*[:：#]?\s*[\da-z-]+|\b(mrn|case no|record no|bed no)\b\.?\s*[:：#]?\s*[\da-z-]+", Options, Timeout)]
    private static partial Regex RecordNumber();

    [GeneratedRegex(@"(?<!\d)(?<y>(18|19|20)\d{2})\s*[-/.年]\s*(?<m>\d{1,2})\s*[-/.月]\s*(?<d>\d{1,2})(\s*[日号])?(?!\d)", Options, Timeout)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"(?<!\d)(?<d>\d{1,2})[-/.](?<m>\d{1,2})[-/.](?<y>(18|19|20)\d{2})(?!\d)", Options, Timeout)]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"(?<!\d)(?<m>\d{1,2})\s*月\s*(?<d>\d{1,2})\s*[日号]", Options, Timeout)]
    private static partial Regex MonthAndDay();

    [GeneratedRegex(@"(?<!\d)(?<y>(18|19|20)\d{2})\s*([-/](?<m>0?[1-9]|1[0-2])(?![\d-/])|年\s*(?<m>\d{1,2})\s*月(份)?)", Options, Timeout)]
    private static partial Regex YearAndMonth();

    [GeneratedRegex(@"(?<!\d)(?<d>\d{1,2})(st|nd|rd|th)?\s+(of\s+)?(?<name>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(,?\s+(?<y>(18|19|20)\d{2}))?(?![a-z\d])", Options, Timeout)]
    private static partial Regex EnglishDate();

    [GeneratedRegex(@"\b(?<name>jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\.?\s+((?<d>\d{1,2})(st|nd|rd|th)?(,?\s+(?<y>(18|19|20)\d{2}))?|(?<y>(18|19|20)\d{2}))(?!\d)", Options, Timeout)]
    private static partial Regex EnglishMonthFirst();

    [GeneratedRegex("[〇零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月([一二三四五六七八九十]{1,3}[日号])?|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}[日号]", Options, Timeout)]
    private static partial Regex ChineseDate();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(\.[\w-]+)+|\b(https?://|www\.)\S+|(微信|qq)号?\s*[:：]?\s*[a-z\d_-]{5,}", Options, Timeout)]
    private static partial Regex Contact();

    [GeneratedRegex(@"[\u4e00-\u9fff]{1,8}(路|街|巷|弄|大道|胡同)\s*\d+\s*(号|弄)(院|楼)?|\b\d+\s+[a-z]+\s+(street|road|avenue|lane)\b", Options, Timeout)]
    private static partial Regex Street();

    [GeneratedRegex(@"(?<!\d)(?<years>\d{1,3})\s*(周?岁|-?\s*years?[- ]old|\s?y/?o\b)", Options, Timeout)]
    private static partial Regex Age();
}
