using System.Text.RegularExpressions;

namespace Telemed.Consults.Library;

/// <summary>
/// By what somebody of one case could be known: the names of the patient, of their family and of the staff and houses that
/// took part, in the ways in which they are written, and the identifiers. Pure.
/// </summary>
public sealed class KnownNames
{
    private const int ShortestIdentifier = 4;
    private const int ShortestWord = 3;

    /// <summary>Family names of two characters; all others have one.</summary>
    private static readonly HashSet<string> TwoCharacters = new(StringComparer.Ordinal)
    {
        "欧阳", "司马", "上官", "诸葛", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "端木", "东方", "独孤", "南宫", "长孙",
    };

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, Term> _terms = new(StringComparer.Ordinal);
    private readonly HashSet<string> _families = new(StringComparer.Ordinal);
    private readonly HashSet<string> _words = new(StringComparer.Ordinal);

    /// <summary>What is known of a case.</summary>
    /// <param name="own">Names of the patient, and of who belongs to them.</param>
    /// <param name="staff">Names of the staff.</param>
    /// <param name="houses">Names of the houses.</param>
    /// <param name="identifiers">Identifiers, of whatever system.</param>
    /// <param name="age">The patient's age in years, or <c>null</c>.</param>
    public KnownNames(
        IEnumerable<string> own,
        IEnumerable<Name> staff,
        IEnumerable<Name> houses,
        IEnumerable<string> identifiers,
        int? age)
    {
        Age = age;
        foreach (var name in own)
        {
            AddPerson(name, given: true);
        }

        foreach (var name in staff.SelectMany(one => new[] { one.Zh, one.En }))
        {
            AddPerson(name, given: false);
        }

        foreach (var name in houses.SelectMany(one => new[] { one.Zh, one.En }))
        {
            Add(name, FindingKind.Institution);
        }

        foreach (var value in identifiers.Where(one => FoldedText.Of(one).Text.Length >= ShortestIdentifier))
        {
            Add(value, FindingKind.Identifier);
        }

        Addresses = FormsOf(_families, _words);
    }

    /// <summary>The patient's age in years, or <c>null</c>.</summary>
    public int? Age { get; }

    /// <summary>What is looked for, folded.</summary>
    internal IEnumerable<Term> Terms => _terms.Values;

    /// <summary>Family names with a title, as somebody is spoken of without their whole name; <c>null</c> when there is none.</summary>
    internal Regex? Addresses { get; }

    /// <summary>What is known of a case in a state.</summary>
    public static KnownNames Of(ConsultState.Filed state, Network network)
    {
        var file = state.File;
        var engaged = (state as ConsultState.Engaged)?.Engagement;
        var patient = file.Request.Text?.Patient;
        var guardians = file.Consents.Select(one => one.Guardian?.Identity)
            .Concat(file.Guests.Select(one => one.Binding?.Consent?.Adult))
            .OfType<GuardianIdentity>()
            .ToList();
        var family = guardians.Select(one => one.Name)
            .Concat(file.Consents.Select(one => one.Witness))
            .Concat(file.Guests.Select(one => one.Name))
            .Concat(file.Guests.Select(one => one.Binding?.Consent?.Witness))
            .Append(file.Aftermath.Contract?.Witness)
            .Prepend(patient?.Name);
        var people = Involved(file, engaged).Distinct().Select(network.FindPerson).OfType<StaffMember>().ToList();
        var houses = people.Select(one => one.Institution)
            .Append(file.Institution)
            .Concat(file.Aftermath.Referral is { } referral ? [referral.To] : [])
            .Distinct()
            .Select(network.FindInstitution)
            .OfType<Institution>()
            .ToList();
        return new(
            family.OfType<string>(),
            // A colleague may be named who did nothing in the case that was written down.
            people.Concat(houses.SelectMany(one => network.PeopleOf(one.Id))).DistinctBy(one => one.Id).Select(one => one.Name),
            houses.Select(one => one.Name),
            (patient?.Identifiers ?? []).Concat(guardians.Select(one => one.Identifier)).Select(one => one.Value)
                .Append(file.Id.Value)
                .Concat(houses.Select(one => one.Phone).OfType<string>()),
            patient?.AgeYears);
    }

    private static IEnumerable<PersonId> Involved(CaseFile file, Engagement? engaged) =>
    [
        file.Requester,
        .. file.Offers.Select(one => one.Specialist),
        .. file.Consents.Select(one => one.Person),
        .. file.Attachments.Select(one => one.By),
        .. file.Chat.Select(one => one.By),
        .. file.Glasses.Select(one => one.Person),
        .. file.Interpretation?.Asked ?? [],
        .. file.Aftermath.Visits.Select(one => one.Nurse),
        .. file.Review is { } review ? [review.By] : (PersonId[])[],
        .. engaged is null ? (PersonId[])[] : [engaged.Lead, .. engaged.Experts.Select(one => one.Person)],
        .. engaged?.Opinion?.Addenda.Select(one => one.Author) ?? [],
    ];

    private void AddPerson(string name, bool given)
    {
        Add(name, FindingKind.Name);
        var parts = name.Split([' ', '\u3000', '·', '•', '・', '.', ',', '，', '-'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0)
        {
            return;
        }

        if (IsChinese(name))
        {
            AddChinese(string.Concat(parts), parts, given);
            return;
        }

        Add(string.Concat(parts.Reverse()), FindingKind.Name);
        foreach (var part in parts)
        {
            _words.Add(part.ToLowerInvariant());
            if (part.Length >= ShortestWord)
            {
                Add(part, FindingKind.Name, capital: true);
            }
        }
    }

    private void AddChinese(string whole, string[] parts, bool given)
    {
        if (parts.Length > 1 && parts.All(IsChinese))
        {
            foreach (var part in parts.Where(one => one.Length > 1))
            {
                Add(part, FindingKind.Name); // 艾力·买买提 is spoken of as either.
            }

            return;
        }

        var family = whole.Length > 2 && TwoCharacters.Contains(whole[..2]) ? whole[..2] : whole[..1];
        _families.Add(family);
        if (given && whole.Length - family.Length > 1)
        {
            Add(whole[family.Length..], FindingKind.Name);
        }
    }

    private void Add(string text, FindingKind kind, bool capital = false)
    {
        var folded = FoldedText.Of(text).Text;
        if (folded.Length > 1 && (!_terms.TryGetValue(folded, out var known) || known.NeedsCapital))
        {
            _terms[folded] = new(folded, kind, capital);
        }
    }

    private static Regex? FormsOf(HashSet<string> families, HashSet<string> words)
    {
        var forms = new List<string>();
        if (families.Count > 0)
        {
            forms.Add($"(?:{OneOf(families)})(?:某{{1,2}}|[*x×]{{1,3}}|医生|大夫|医师|主任|护士长|护士|教授|院长|老师|女士|先生|阿姨|奶奶|爷爷|大爷|大妈|老人|老太|同志|患者|氏)");
        }

        if (words.Count > 0)
        {
            forms.Add($@"\b(?:dr|doctor|prof|professor|mr|mrs|ms|miss|nurse)\.?\s+(?:{OneOf(words)})\b");
        }

        return forms.Count == 0 ? null : new Regex(string.Join('|', forms), RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Limit);
    }

    private static string OneOf(IEnumerable<string> words) =>
        string.Join('|', words.Order(StringComparer.Ordinal).Select(one => Regex.Escape(string.Concat(one.Select(FoldedText.Plain)))));

    private static bool IsChinese(string text) => text.Any(c => c is >= '\u3400' and <= '\u9FFF');

    /// <summary>Something to look for.</summary>
    /// <param name="Text">Folded.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="NeedsCapital">Whether it counts only with a capital letter: it may be a word as well.</param>
    internal sealed record Term(string Text, FindingKind Kind, bool NeedsCapital);
}
