using System.Globalization;
using System.Text;
using Telemed.Consults.Consults;
using Telemed.Consults.Institutions;
using Telemed.Consults.Library;

namespace Telemed.Consults.Tests.Library;

/// <summary>
/// Whatever a case knows of its people is planted in its texts at random, written in one of the ways in which people write:
/// nothing of it is in the copy, and what was written between is.
/// </summary>
public sealed class DeidentifyProperty
{
    private static readonly string[] Between =
        ["胸痛两小时，", " ST elevation in V1 to V4. ", "血压 120/80；", "\n", "建议复查。", " and then ", "（", "）", "：", " aspirin 100 mg ", "。", " – "];

    private static readonly string[] Gaps = ["", " ", "\u3000", "\u200B", "-", "·", "\n"];

    private static readonly Network Network = DemoNetwork.Build(Cases.T0);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Nothing_that_is_planted_is_in_the_copy(int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < 100; i++)
        {
            var patient = new PatientDetails(
                Name(random), Sex.Female, random.Next(0, 100), [new("resident-id", Card(random)), new("health-code", Code(random)), new("phone", Phone(random))]);
            var guardian = new GuardianIdentity(Name(random), "child", new("resident-id", Card(random)));
            string[] secrets =
            [
                patient.Name!, guardian.Name, .. patient.Identifiers.Select(one => one.Value), guardian.Identifier.Value, "马红", "证人李大江",
                .. Network.FindInstitution(new("clinic-east"))!.Name is var house ? new[] { house.Zh, house.En } : [],
                .. Network.PeopleOf(new("clinic-east")).SelectMany(one => new[] { one.Name.Zh, one.Name.En }),
            ];
            var texts = Enumerable.Range(0, 4).Select(_ => Planted(random, secrets)).ToList();
            var state = CaseOf(patient, guardian, texts);

            var copy = CopyDraft.Of(state, Network).Text;

            foreach (var (field, text) in copy.Parts)
            {
                var folded = Letters(text);
                Assert.All(secrets, secret => Assert.DoesNotContain(Letters(secret), folded, StringComparison.Ordinal));
                Assert.True(
                    Identifiers.Find(text, KnownNames.Of(state, Network)).Count == 0, $"seed {seed}, round {i}, {field}");
            }
        }
    }

    [Fact]
    public void What_is_written_between_stays_as_it_is()
    {
        var random = new Random(5);
        for (var i = 0; i < 100; i++)
        {
            var name = "司徒静怡";
            var parts = Enumerable.Range(0, 6).Select(_ => Between[random.Next(Between.Length)]).ToList();
            var known = new KnownNames([name], [], [], [], null);
            Assert.Equal(
                string.Join(CopyDraft.Gap, parts),
                CopyDraft.Clean(string.Join(name, parts), known, new(2026, 3, 2)).Text);
        }
    }

    private static ConsultState.Engaged CaseOf(PatientDetails patient, GuardianIdentity guardian, List<string> texts)
    {
        var state = (ConsultState.Engaged)Cases.Acknowledged();
        return state with
        {
            File = state.File with
            {
                Institution = new("clinic-east"),
                Request = state.File.Request with { Text = new(texts[0], patient) },
                Consents = [Cases.Consent(item: ConsentItem.Library) with { Guardian = new(guardian), Witness = "证人李大江" }],
            },
            Engagement = state.Engagement with
            {
                Opinion = state.Engagement.Opinion! with
                {
                    Text = new(texts[1], texts[2]),
                    Addenda = [new(Cases.Lead, Cases.T0, texts[3])],
                },
            },
        };
    }

    private static string Planted(Random random, string[] secrets)
    {
        var text = new StringBuilder();
        for (var i = 0; i < 8; i++)
        {
            text.Append(Between[random.Next(Between.Length)]);
            text.Append(Written(random, secrets[random.Next(secrets.Length)]));
        }

        return text.Append(Between[random.Next(Between.Length)]).ToString();
    }

    /// <summary>With gaps between its letters, in capitals, in full width, or as it is.</summary>
    private static string Written(Random random, string secret) => random.Next(5) switch
    {
        0 => string.Join(Gaps[random.Next(Gaps.Length)], secret.Where(c => c != ' ').Select(c => c.ToString())),
        1 => secret.ToUpperInvariant(),
        2 => string.Concat(secret.Select(c => c is > ' ' and < '\u007F' ? (char)(c + 0xFEE0) : c)),
        3 => secret.Insert(random.Next(1, secret.Length), Gaps[random.Next(Gaps.Length)]),
        _ => secret,
    };

    private static string Letters(string text) => string.Concat(text.Normalize(NormalizationForm.FormKC)
        .Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));

    private static string Name(Random random)
    {
        const string Families = "欧赵钱孙周吴郑冯陈褚卫蒋沈韩杨";
        const string Given = "秀英静怡宛琪梓涵嘉懿若曦皓轩";
        return random.Next(3) switch
        {
            0 => $"{Families[random.Next(Families.Length)]}{Given[random.Next(Given.Length)]}{Given[random.Next(Given.Length)]}",
            1 => $"{(random.Next(2) == 0 ? "艾力" : "古丽")}·{(random.Next(2) == 0 ? "买买提" : "吐尔逊")}",
            _ => $"{(random.Next(2) == 0 ? "Aygul" : "Rozalind")} {(random.Next(2) == 0 ? "Tursunova" : "Van Houten")}",
        };
    }

    private static string Card(Random random) => string.Create(
        CultureInfo.InvariantCulture,
        $"{random.Next(110_000, 659_999)}{random.Next(1930, 2026)}{random.Next(1, 13):00}{random.Next(1, 29):00}{random.Next(0, 1000):000}{"0123456789X"[random.Next(11)]}");

    private static string Code(Random random) => string.Create(CultureInfo.InvariantCulture, $"HC{random.Next(1000, 9999)}-{random.Next(100, 999)}Q");

    private static string Phone(Random random) => string.Create(CultureInfo.InvariantCulture, $"13{random.Next(100_000_000, 999_999_999)}");
}
