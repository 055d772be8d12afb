using System.Globalization;

namespace Telemed.Consults.Library;

/// <summary>
/// A copy as it is made of a case: the words of the request and of the opinion with what somebody could be known by taken
/// out of them, and days told by how far they are from the first one. Pure.
/// </summary>
/// <param name="Service">The service that was asked.</param>
/// <param name="Level">The level of the house that asked; never which one.</param>
/// <param name="Sex">The patient's sex, or <c>null</c>.</param>
/// <param name="AgeBand">The patient's age as <see cref="AgeBands"/> tells it, or <c>null</c>.</param>
/// <param name="Text">The words.</param>
/// <param name="Taken">What was taken out, for the author.</param>
public sealed record CopyDraft(
    ServiceCode Service, InstitutionLevel Level, Sex? Sex, string? AgeBand, CopyText Text, IReadOnlyList<Taken> Taken)
{
    /// <summary>Stands where something was.</summary>
    public const string Gap = "[…]";

    private const int MostTimes = 8;

    /// <summary>The copy of a case whose opinion is signed.</summary>
    public static CopyDraft Of(ConsultState.Engaged state, Network network)
    {
        var known = KnownNames.Of(state, network);
        var file = state.File;
        var first = DateOnly.FromDateTime((file.SubmittedAt ?? file.CreatedAt).ToOffset(NetworkTime.Offset).DateTime);
        var opinion = state.Engagement.Opinion;
        string[] parts =
        [
            string.Empty,
            file.Request.Text?.Summary ?? string.Empty,
            opinion?.Text?.Findings ?? string.Empty,
            string.Join("\n\n", (string?[])[opinion?.Text?.Advice, .. opinion?.Addenda.Select(one => one.Text) ?? []]),
        ];
        var cleaned = parts.Select(one => Clean(one.Trim(), known, first)).ToList();
        var text = CopyText.Of([new CaseText(cleaned[1].Text, PatientDetails.Unknown).Line(), .. cleaned.Skip(1).Select(one => one.Text)]);
        return Rest(state, network) with
        {
            Text = text,
            Taken = [.. text.Parts.Zip(cleaned).SelectMany(one =>
                one.Second.Taken.Select(taken => taken with { Field = one.First.Field }))],
        };
    }

    /// <summary>What a copy says of the case beside the words.</summary>
    public static CopyDraft Rest(ConsultState.Filed state, Network network) => new(
        state.File.Request.Service,
        network.FindInstitution(state.File.Institution)?.Level ?? InstitutionLevel.Township,
        state.File.Request.Text?.Patient.Sex,
        state.File.Request.Text?.Patient.AgeYears is { } age ? AgeBands.Of(age) : null,
        new(string.Empty, string.Empty, string.Empty, string.Empty),
        []);

    /// <summary>Where in each part of a text something stands by which somebody could be known; empty when nowhere.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<Finding>> Check(CopyText text, KnownNames known) => text.Parts
        .Select(one => (one.Field, Found: Identifiers.Find(one.Text, known)))
        .Where(one => one.Found.Count > 0)
        .ToDictionary(one => one.Field, one => one.Found, StringComparer.Ordinal);

    /// <summary>A text with everything taken out that is found in it, again and again until nothing is.</summary>
    public static (string Text, IReadOnlyList<Taken> Taken) Clean(string text, KnownNames known, DateOnly first)
    {
        var chinese = text.Any(c => c is >= '\u3400' and <= '\u9FFF');
        List<Piece> pieces = [new(text, null, text)];
        for (var i = 0; i < MostTimes; i++)
        {
            var found = Identifiers.Find(string.Concat(pieces.Select(one => one.Text)), known);
            if (found.Count == 0)
            {
                break;
            }

            foreach (var one in found.Reverse())
            {
                pieces = TakeOut(pieces, one, was => Instead(one.Kind, was, known, first, chinese));
            }
        }

        var (at, taken) = (0, new List<Taken>());
        foreach (var piece in pieces)
        {
            if (piece.Kind is { } kind)
            {
                taken.Add(new(string.Empty, at, piece.Text.Length, kind, piece.Was));
            }

            at += piece.Text.Length;
        }

        return (string.Concat(pieces.Select(one => one.Text)), taken);
    }

    /// <summary>What was taken out before and is touched by a place goes with it.</summary>
    private static List<Piece> TakeOut(List<Piece> pieces, Finding place, Func<string, string> instead)
    {
        var end = place.Start + place.Length;
        var (before, after, was, at) = (new List<Piece>(), new List<Piece>(), string.Empty, 0);
        foreach (var piece in pieces)
        {
            var cut = Math.Clamp(place.Start - at, 0, piece.Text.Length);
            var rest = Math.Clamp(end - at, 0, piece.Text.Length);
            at += piece.Text.Length;
            if (piece.Kind is not null)
            {
                was += cut < rest ? piece.Was : string.Empty;
                (cut < rest ? [] : at <= place.Start ? before : after).Add(piece);
                continue;
            }

            AddKept(before, piece.Text[..cut]);
            was += piece.Text[cut..rest];
            AddKept(after, piece.Text[rest..]);
        }

        return [.. before, new(instead(was), place.Kind, was), .. after];
    }

    private static void AddKept(List<Piece> pieces, string text)
    {
        if (text.Length > 0)
        {
            pieces.Add(new(text, null, text));
        }
    }

    private static string Instead(FindingKind kind, string was, KnownNames known, DateOnly first, bool chinese) => kind switch
    {
        FindingKind.Date when Identifiers.DateOf(was) is { } date => Interval(date, first, chinese) ?? Gap,
        FindingKind.Age => Band(was, known.Age) + (chinese ? " 岁" : " years old"),
        _ => Gap,
    };

    private static string Band(string was, int? own)
    {
        var digits = string.Concat(was.Select(FoldedText.Plain).TakeWhile(char.IsAsciiDigit));
        return AgeBands.Of(int.TryParse(digits, CultureInfo.InvariantCulture, out var years) ? years : own ?? AgeBands.Last);
    }

    /// <summary>How far a day is from the first one: <c>day 3</c>, <c>5 days before</c>, in months and years what is further.</summary>
    private static string? Interval((int? Year, int Month, int? Day) date, DateOnly first, bool chinese)
    {
        // A month and a day without a year are the last ones before the case, or in it.
        var year = date.Year ?? (date.Month > first.Month + 1 ? first.Year - 1 : first.Year);
        if (date.Day is { } last && last > DateTime.DaysInMonth(year, date.Month))
        {
            return null;
        }

        var days = new DateOnly(year, date.Month, date.Day ?? 1).DayNumber - first.DayNumber;
        var months = ((year - first.Year) * 12) + date.Month - first.Month;
        return (date.Day, days, months) switch
        {
            (null, _, 0) => chinese ? "当月" : "that month",
            (not null, >= 0 and < 60, _) => Say(chinese, $"第 {days + 1} 天", $"day {days + 1}"),
            (not null, < 0 and > -60, _) => Say(chinese, $"{-days} 天前", $"{-days} days before"),
            (_, _, > -24 and < 0) => Say(chinese, $"{-months} 个月前", $"{-months} months before"),
            (_, _, < 24 and > 0) => Say(chinese, $"{months} 个月后", $"{months} months after"),
            (_, _, < 0) => Say(chinese, $"{first.Year - year} 年前", $"{first.Year - year} years before"),
            _ => Say(chinese, $"{year - first.Year} 年后", $"{year - first.Year} years after"),
        };
    }

    private static string Say(bool chinese, FormattableString zh, FormattableString en) =>
        (chinese ? zh : en).ToString(CultureInfo.InvariantCulture);

    /// <summary>A part of a text: as it was, or what stands in place of it.</summary>
    private sealed record Piece(string Text, FindingKind? Kind, string Was);
}
