using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Library;

namespace Telemed.Consults.Tests.Library;

/// <summary>What is found in a text by which somebody could be known, and what stands in its place in a copy.</summary>
public sealed class IdentifierRules
{
    private static readonly DateOnly First = new(2026, 3, 2);

    private static readonly KnownNames Known = new(
        ["王秀英", "艾力·买买提", "Anna Schmidt"],
        [new("赵伟", "Zhao Wei"), new("刘敏", "Liu Min"), new("欧阳静", "Ouyang Jing")],
        [new("东沟镇卫生院", "Donggou Township Health Centre")],
        ["652900196301010024", "AB-12 34", "0990-555-0100"],
        63);

    [Theory]
    [InlineData("患者王秀英，胸痛", "患者[…]，胸痛")]
    [InlineData("患者 王 秀\u200B英 来诊", "患者 […] 来诊")]
    [InlineData("秀英昨晚起病", "[…]昨晚起病")]
    [InlineData("王女士、王某、王**、王阿姨", "[…]、[…]、[…]、[…]")]
    [InlineData("赵医生与刘主任会诊，欧阳大夫在场", "[…]与[…]会诊，[…]在场")]
    [InlineData("艾力买买提之女", "[…]之女")]
    [InlineData("买买提的父亲", "[…]的父亲")]
    [InlineData("Seen by Wei Zhao and dr. liu", "Seen by […] and […]")]
    [InlineData("SCHMIDT, ANNA complains", "[…] complains")]
    [InlineData("Ms Schmidt; Anna's pain", "[…]; […]'s pain")]
    [InlineData("转自东沟镇 卫生院", "转自[…]")]
    [InlineData("from donggou township health centre", "from […]")]
    [InlineData("身份证６５２９００１９６３０１０１００２４", "身份证[…]")]
    [InlineData("ID 652900 19630101 0024.", "ID […].")]
    [InlineData("卡号ab1234", "卡号[…]")]
    [InlineData("no652900196301010024given", "no[…]given")]
    [InlineData("seenAtDonggouTownshipHealthCentreYesterday", "seenAt[…]Yesterday")]
    public void Whoever_the_case_knows_is_taken_out_however_they_are_written(string text, string expected) =>
        Assert.Equal(expected, CopyDraft.Clean(text, Known, First).Text);

    [Theory]
    [InlineData("The liver is fine; a long history, minor pain, weighs 63 kg")]
    [InlineData("血压 120/80，心率 88，白细胞 12.5，肌钙蛋白 0.0412345")]
    [InlineData("敏感，伟大，三月后复查，每日 2 次，疗程 3 月")]
    [InlineData("V1-V4 导联 ST 段抬高 0.2-0.3 mV，EF 45%，2019 年起病，见第 3 天")]
    [InlineData("父 60 岁，day 3, 5 days before, 2 个月前")]
    public void What_names_nobody_stays(string text) => Assert.Equal(text, CopyDraft.Clean(text, Known, First).Text);

    [Theory]
    [InlineData("110101199003077758", FindingKind.Identifier)]
    [InlineData("110101199003077759", FindingKind.Number)]
    [InlineData("电话 13812345678", FindingKind.Number)]
    [InlineData("+86 138 1234 5678", FindingKind.Number)]
    [InlineData("0998-123 4567", FindingKind.Number)]
    [InlineData("号码 1234567", FindingKind.Number)]
    [InlineData("6228 4800 1234 5678 910", FindingKind.Number)]
    [InlineData("住院号：A-1234", FindingKind.Identifier)]
    [InlineData("a.b@hospital.example", FindingKind.Contact)]
    [InlineData("微信号 wx_zhao1", FindingKind.Contact)]
    [InlineData("住人民路12号", FindingKind.Address)]
    public void What_looks_like_anybodys_is_found(string text, FindingKind kind) =>
        Assert.Equal(kind, Assert.Single(Identifiers.Find(text, Known)).Kind);

    [Theory]
    [InlineData("2026-03-04 发病", "第 3 天 发病")]
    [InlineData("2026年3月2日", "第 1 天")]
    [InlineData("2026/2/25", "5 days before")]
    [InlineData("2月25日起", "5 天前起")]
    [InlineData("12月1日起", "3 个月前起")]
    [InlineData("于2025年6月手术", "于9 个月前手术")]
    [InlineData("2019.05.01", "7 years before")]
    [InlineData("on 4 March 2026", "on day 3")]
    [InlineData("since Mar 2, 2026", "since day 1")]
    [InlineData("since May 2025", "since 10 months before")]
    [InlineData("二〇二六年三月二日", "[…]")]
    [InlineData("2026-02-31", "[…]")]
    [InlineData("患者63岁，母 91 岁", "患者60-64 岁，母 85+ 岁")]
    [InlineData("a 63-year-old woman", "a 60-64 years old woman")]
    public void Days_become_intervals_and_ages_bands(string text, string expected)
    {
        var (clean, taken) = CopyDraft.Clean(text, Known, First);
        Assert.Equal(expected, clean);
        Assert.Empty(Identifiers.Find(clean, Known));
        Assert.NotEmpty(taken);
    }

    [Fact]
    public void The_author_sees_what_was_taken_out_and_where()
    {
        var (text, taken) = CopyDraft.Clean("王秀英 3月4日 电话13812345678", Known, First);
        Assert.Equal("[…] 第 3 天 电话[…]", text);
        Assert.Equal(
            [("王秀英", FindingKind.Name, "[…]"), ("3月4日", FindingKind.Date, "第 3 天"), ("13812345678", FindingKind.Number, "[…]")],
            taken.Select(one => (one.Was, one.Kind, text.Substring(one.Start, one.Length))));
    }

    [Theory]
    [InlineData(0, "<1")]
    [InlineData(1, "1-4")]
    [InlineData(4, "1-4")]
    [InlineData(5, "5-9")]
    [InlineData(63, "60-64")]
    [InlineData(84, "80-84")]
    [InlineData(85, "85+")]
    [InlineData(120, "85+")]
    public void An_age_is_told_by_its_band(int years, string band) => Assert.Equal(band, AgeBands.Of(years));

    [Fact]
    public void A_draft_says_of_the_case_what_it_asks_and_answers_and_of_the_house_its_level_alone()
    {
        var network = DemoNetwork.Build(Cases.T0);
        var state = (ConsultState.Engaged)Cases.After(
            Cases.OpinionSigned(), new ConsultCommand.Amend(Cases.Lead, Cases.T0, "王秀英 improved"), new ConsultCommand.Acknowledge(Cases.Clinic, Cases.T0, true, null));
        state = state with { File = state.File with { Institution = new("clinic-east") } };
        var draft = CopyDraft.Of(state, network);
        Assert.Equal((new ServiceCode("cardiology"), InstitutionLevel.Township, Sex.Female, "60-64"), (draft.Service, draft.Level, draft.Sex, draft.AgeBand));
        Assert.Equal(new("chest pain", "chest pain", "findings", "advice\n\n[…] improved"), draft.Text);
        Assert.Equal(("advice", "王秀英"), (Assert.Single(draft.Taken).Field, draft.Taken[0].Was));
    }
}
