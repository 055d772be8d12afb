using System.Security.Cryptography;
using Dapper;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Library;
using Telemed.Consults.Views;
using Telemed.Storage.Library;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>
/// The case library: copies without names, by the patient's own consent, released by a second person, each under a key of its
/// own; out of it at once when the consent is taken back, and with the case when that is destroyed.
/// </summary>
public sealed class LibraryTests(PostgresFixture postgres) : CodeTest(postgres)
{
    private static readonly ConsentAnswer Agrees = World.PatientAgrees with { Item = ConsentItem.Library, TextVersion = "library-1" };

    private static readonly CopyText Words = new("胸痛两小时", "胸痛两小时，ECG attached", "V1-V4 导联 ST 段抬高", "尽快 PCI");

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Consent_to_the_consult_to_recording_and_to_looking_on_says_nothing_about_the_library(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AnsweredAsync(world);
        foreach (var item in (ConsentItem[])[ConsentItem.Recording, ConsentItem.Teaching])
        {
            await world.Consults.ConsentAsync(world.As(world.Clinic), consult, World.PatientAgrees with { Item = item }, Cancellation);
        }

        Assert.Equal("library-consent-missing", Refused(await ProposeAsync(world, consult)));
        Assert.Equal("witness", Assert.Single(Assert.IsType<Outcome<ConsultView>.Invalid>(await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult, Agrees with { Witness = null }, Cancellation)).Errors).Key);
        var agreed = Done(await world.Consults.ConsentAsync(world.As(world.Clinic), consult, Agrees, Cancellation));
        var stored = agreed.Consents[^1];
        Assert.Equal(
            (ConsentItem.Library, ConsentMethod.Spoken, "马红", "library-1", "zh-CN"),
            (stored.Item, stored.Method, stored.Witness, stored.TextVersion, stored.Language));
        Assert.Contains(ConsultAction.ProposeCopy, agreed.Actions);
        Done(await ProposeAsync(world, consult));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_copy_is_in_the_library_once_a_second_person_releases_it_and_leads_nobody_back(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var reviewer = world.Person("zhou.li");
        var consult = await AgreedAsync(world);
        Done(await ProposeAsync(world, consult));
        Assert.Empty((await SearchAsync(world)).Copies);
        var row = Assert.Single(await world.Consults.ListAsync(reviewer, ConsultList.Queue, world.Now, Cancellation));
        Assert.Equal((consult, null, null), (row.Id, row.SummaryLine, row.PatientLabel));
        Assert.Equal([ConsultAction.ReviewCopy], row.Actions);
        var seen = await SeeAsync(world, consult, reviewer);
        Assert.Equal((null, null, 0, 0), (seen.Summary, seen.Patient, seen.Consents.Count, seen.Attachments.Count));
        Assert.Equal(Words, seen.Copy!.Text);
        Assert.IsType<Outcome<ConsultState.Filed>.Forbidden>(
            await world.Consults.ReleaseCopyAsync(world.As(world.Clinic), consult, new("x"), Cancellation));

        var copy = await ReleaseAsync(world, consult);

        Assert.Equal((CopyStatus.Released, copy), ((await SeeAsync(world, consult)).Copy!.Status, (await SeeAsync(world, consult)).Copy!.Released!.Value));
        var inLibrary = Assert.Single((await SearchAsync(world)).Copies);
        Assert.Equal(
            (copy, new("cardiology"), InstitutionLevel.Township, Sex.Female, "60-64", Words),
            (inLibrary.Id, inLibrary.Service, inLibrary.Level, inLibrary.Sex!.Value, inLibrary.AgeBand!, inLibrary.Text));
        Assert.IsType<Outcome<ConsultView>.NotFound>(await world.Consults.FindAsync(reviewer, consult, world.Now, Cancellation));
        Assert.Empty(await world.Consults.ListAsync(reviewer, ConsultList.Queue, world.Now, Cancellation));

        // What lies in the library's rows names no case, in clear or otherwise: the only link is sealed with the case's key.
        Assert.DoesNotContain(consult.Value, await DumpAsync(kept, "library_copies"), StringComparison.Ordinal);
        var events = await DumpAsync(kept, "events");
        Assert.DoesNotContain(copy.Value, events, StringComparison.Ordinal);
        Assert.DoesNotContain("导联", await DumpAsync(kept, "library_copies"), StringComparison.Ordinal);
        Assert.Empty(await world.Database.VerifyAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_wrote_it_does_not_release_it_even_as_a_reviewer(Kept kept)
    {
        var demo = DemoNetwork.Build(World.Start);
        var network = new Network(
            demo.Institutions,
            demo.Services,
            demo.People.Select(one => one.User == "liu.min" ? one with { Roles = [Role.RequestingDoctor, Role.QualityReviewer] } : one),
            demo.Rota);
        await using var world = await OpenAsync(kept, network);
        var consult = await AgreedAsync(world);
        Done(await ProposeAsync(world, consult));
        Assert.Equal("second-person", Refused(await world.Consults.ReleaseCopyAsync(world.As(world.Clinic), consult, new("x"), Cancellation)));
        Assert.Equal("second-person", Refused(await world.Consults.PrepareCopyAsync(world.Clinic, consult, world.Now, Cancellation)));
        await ReleaseAsync(world, consult);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_consent_taken_back_empties_the_library_of_it_at_once_and_its_pictures_are_noise(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var directory = Directory.CreateTempSubdirectory("telemed-library-");
        try
        {
            var files = new LibraryFiles(directory.FullName, world.Database.Library);
            var consult = await AgreedAsync(world);
            Done(await ProposeAsync(world, consult));
            var copy = await ReleaseAsync(world, consult);
            Assert.True(await files.WriteAsync(copy, "f1", new byte[] { 1, 2, 3 }, Cancellation));
            Assert.Equal([1, 2, 3], await files.ReadAsync(copy, "f1", Cancellation));
            Assert.Equal(-1, (await File.ReadAllBytesAsync(Directory.GetFiles(directory.FullName, "*", SearchOption.AllDirectories)[0], Cancellation))
                .AsSpan().IndexOf((byte[])[1, 2, 3]));

            Assert.Single((await SearchAsync(world, words: "导联")).Copies);

            Done(await world.Consults.ConsentAsync(world.As(world.Clinic), consult, Agrees with { Granted = false }, Cancellation));

            Assert.Empty((await SearchAsync(world)).Copies);
            Assert.Empty((await SearchAsync(world, words: "导联")).Copies); // Though this process has read it before.
            Assert.IsType<Outcome<LibraryCopy>.NotFound>(await Desk(world).FindAsync(world.Person("ding.yan"), copy, Cancellation));
            Assert.Null(await files.ReadAsync(copy, "f1", Cancellation));
            Assert.Equal("", await DumpAsync(kept, "library_copies"));
            Assert.Equal("", await DumpAsync(kept, "library_links"));
            var view = await SeeAsync(world, consult);
            Assert.Equal((CopyStatus.Withdrawn, CopyEnd.ConsentTakenBack, null), (view.Copy!.Status, view.Copy.End!.Value, view.Copy.Released));
            Assert.Equal(["copyProposed", "copyReleased", "copyWithdrawn"], view.Timeline.Select(one => one.Code).Where(one => one.StartsWith("copy", StringComparison.Ordinal)));
            await files.SweepAsync(Cancellation);
            Assert.Empty(directory.GetDirectories());
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task By_their_own_link_the_patient_takes_it_back_also_when_the_case_is_closed(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AgreedAsync(world);
        Done(await ProposeAsync(world, consult));
        await ReleaseAsync(world, consult);
        Done(await world.Consults.CloseAsync(world.As(world.Clinic), consult, Cancellation));
        Done(await world.Consults.InviteGuestAsync(world.As(world.Clinic), consult, new("guest"), GuestKind.Patient, "hash", null, cancellation: Cancellation));
        var opened = Done(await world.Consults.OpenGuestLinkAsync(consult, new("guest"), "hash", "王秀英", "010024", world.Now, Cancellation));
        Assert.True(opened.ConsentLibrary);
        var answer = Agrees with { Method = ConsentMethod.Click, Witness = null, Granted = false };

        var after = Done(await world.Consults.ConsentAsGuestAsync(consult, new("guest"), new("g1"), answer, world.Now, Cancellation));

        Assert.False(after.ConsentLibrary);
        Assert.Empty((await SearchAsync(world)).Copies);
        Assert.Equal(CopyEnd.ConsentTakenBack, (await SeeAsync(world, consult)).Copy!.End);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task While_an_identifier_stands_in_it_a_copy_is_neither_proposed_nor_released_and_the_refusal_says_where(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AgreedAsync(world);
        var named = Words with { Findings = "患者王 秀英", Advice = "联系 赵医生 13812345678" };
        var why = Assert.IsType<Outcome<ConsultView>.Refused>(await world.Consults.ProposeCopyAsync(
            world.As(world.Clinic), consult, named, [], Cancellation)).Why;
        Assert.Equal("identifiers-left", why.Code);
        Assert.Equal(["name:2:4"], why.Places!["findings"]);
        Assert.Equal(["name:3:3", "number:7:11"], why.Places["advice"]);

        // What was clean when it was proposed is looked at again: the family came to be known since.
        Done(await world.Consults.ProposeCopyAsync(world.As(world.Clinic), consult, Words with { Advice = "由古丽巴哈尔陪同" }, [], Cancellation));
        Done(await world.Consults.InviteGuestAsync(world.As(world.Clinic), consult, new("guest"), GuestKind.Proxy, "hash", "古丽巴哈尔", cancellation: Cancellation));
        var late = Assert.IsType<Outcome<ConsultState.Filed>.Refused>(await world.Consults.ReleaseCopyAsync(
            world.As(world.Person("zhou.li")), consult, new("x"), Cancellation)).Why;
        Assert.Equal(("identifiers-left", "name:1:5"), (late.Code, Assert.Single(late.Places!["advice"])));

        Done(await world.Consults.ReturnCopyAsync(world.As(world.Person("zhou.li")), consult, "谁陪同不必写", Cancellation));
        Assert.Equal((CopyStatus.Returned, "谁陪同不必写"), ((await SeeAsync(world, consult)).Copy!.Status, (await SeeAsync(world, consult)).Copy!.Reason));
        Done(await ProposeAsync(world, consult));
        await ReleaseAsync(world, consult);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_draft_tells_its_author_what_was_taken_out_and_nobody_else_gets_one(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AgreedAsync(world);
        var draft = Done(await world.Consults.DraftCopyAsync(world.Specialist, consult, world.Now, Cancellation));
        Assert.Equal("ST 段抬高，[…] 应转运", draft.Text.Findings);
        Assert.Equal(("findings", "王秀英"), (Assert.Single(draft.Taken).Field, draft.Taken[0].Was));
        foreach (var user in (string[])["ma.hong", "he.yan", "ding.yan", "zhou.li", "guo.bin", "aynur"])
        {
            var none = await world.Consults.DraftCopyAsync(world.Person(user), consult, world.Now, Cancellation);
            Assert.True(none is Outcome<CopyDraftView>.Forbidden or Outcome<CopyDraftView>.NotFound, user);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_library_is_searched_by_service_and_words_page_by_page_the_latest_first(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        for (var i = 0; i < 25; i++)
        {
            await LayAsync(kept, world, i % 5 == 0 ? "neurology" : "cardiology", Words with { Title = $"病例 {i}", Advice = i % 2 == 0 ? "溶栓" : "Thrombolysis" });
        }

        var all = await SearchAsync(world, size: 20);
        Assert.Equal(20, all.Copies.Count);
        var rest = await SearchAsync(world, after: all.Next, size: 20);
        Assert.Equal((5, null), (rest.Copies.Count, rest.Next));
        Assert.Equal(25, all.Copies.Concat(rest.Copies).Select(one => one.Id).Distinct().Count());
        Assert.Equal(5, (await SearchAsync(world, service: "neurology")).Copies.Count);
        var chinese = await SearchAsync(world, words: "溶栓 导联", size: 10);
        Assert.Equal(10, chinese.Copies.Count);
        Assert.Equal(3, (await SearchAsync(world, words: "溶栓 导联", after: chinese.Next, size: 10)).Copies.Count);
        Assert.Equal(2, (await SearchAsync(world, service: "neurology", words: "ＴＨＲＯＭＢＯ lysis")).Copies.Count);
        Assert.Empty((await SearchAsync(world, words: "骨折")).Copies);
        foreach (var size in (int[])[0, 21, 1_000])
        {
            Assert.IsType<Outcome<LibraryPage>.Invalid>(
                await Desk(world).SearchAsync(world.Person("ding.yan"), null, null, null, size, Cancellation));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_word_is_found_in_the_last_of_many_copies_the_first_time_and_every_other(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_001), Cancellation, async (number, stop) => await world.Database.Library.StageAsync(
            new(new($"copy-{number:d4}"), new("cardiology"), InstitutionLevel.Township, null, null, Words with { Advice = number == 1_000 ? "骨折" : "溶栓" }, []),
            world.Now,
            stop));
        await using var connection = await DatabaseTest.ConnectAsync(await OptionsAsync(kept));
        await connection.ExecuteAsync("UPDATE library_copies SET released = 1");

        for (var time = 0; time < 2; time++)
        {
            var page = await SearchAsync(world, words: "骨折");
            Assert.Equal(("copy-1000", null), (Assert.Single(page.Copies).Id.Value, page.Next));
            Assert.Equal(["copy-0000", "copy-0001"], (await SearchAsync(world, words: "溶栓", size: 2)).Copies.Select(one => one.Id.Value));
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Those_who_run_or_oversee_the_network_or_interpret_read_none_of_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AgreedAsync(world);
        Done(await ProposeAsync(world, consult));
        var copy = await ReleaseAsync(world, consult);
        foreach (var who in world.Network.People)
        {
            var reads = who.Is(Role.Trainee) || who.Is(Role.RequestingDoctor) || who.Is(Role.Specialist) || who.Is(Role.QualityReviewer);
            Assert.Equal(reads, await Desk(world).SearchAsync(who, null, null, null, 10, Cancellation) is Outcome<LibraryPage>.Done);
            Assert.Equal(reads, await Desk(world).FindAsync(who, copy, Cancellation) is Outcome<LibraryCopy>.Done);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task With_the_case_destroyed_its_copy_is_gone_too_and_the_other_copies_stay(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await AgreedAsync(world);
        Done(await ProposeAsync(world, consult));
        var copy = await ReleaseAsync(world, consult);
        var other = await LayAsync(kept, world, "neurology", Words);

        Assert.True(await world.Database.Keys.DestroyAsync(consult, world.Now, Cancellation));

        Assert.Equal(other, Assert.Single((await SearchAsync(world)).Copies).Id);
        Assert.Null(await world.Database.Library.FindKeyAsync(copy, Cancellation));
        Assert.Equal("", await DumpAsync(kept, "library_links"));
        var seen = await SeeAsync(world, consult);
        Assert.Equal((null, null), (seen.Copy!.Text, seen.Copy.Released));
        Assert.Empty(await world.Database.VerifyAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_was_laid_down_and_never_released_is_seen_by_nobody_and_swept_a_day_later(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var library = world.Database.Library;
        var copy = new LibraryCopy(new("left"), new("cardiology"), InstitutionLevel.Township, null, null, Words, []);
        await library.StageAsync(copy, world.Now, Cancellation);
        Assert.Empty((await SearchAsync(world)).Copies);
        Assert.Null(await library.FindAsync(copy.Id, Cancellation));
        await library.SweepAsync(world.Now.AddHours(1), Cancellation);
        Assert.NotNull(await library.FindKeyAsync(copy.Id, Cancellation));
        await library.SweepAsync(world.Now.AddDays(2), Cancellation);
        Assert.Null(await library.FindKeyAsync(copy.Id, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_consent_to_the_library_is_stored_under_a_name_that_the_version_before_leaves_to_nodes_that_know_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        await AgreedAsync(world);
        var events = await DumpAsync(kept, "events");
        Assert.Contains("consult.consent-recorded/1", events, StringComparison.Ordinal);
        Assert.Contains("consult.consent-recorded/2", events, StringComparison.Ordinal);
    }

    private static LibraryDesk Desk(World world) => new(world.Database.Library, world.Database.Directory);

    private static async Task<LibraryPage> SearchAsync(
        World world, string? service = null, string? words = null, LibraryPlace? after = null, int size = 20) =>
        Done(await Desk(world).SearchAsync(
            world.Person("ding.yan"), service is null ? null : new ServiceCode(service), words, after, size, Cancellation));

    /// <summary>A case whose opinion names the patient, signed and answered.</summary>
    private static async Task<ConsultId> AnsweredAsync(World world)
    {
        var consult = (await world.InSessionAsync()).Id;
        Done(await world.Consults.EndAsync(world.As(world.Specialist), consult, Cancellation));
        Done(await world.Consults.SaveOpinionAsync(world.As(world.Specialist), consult, new("ST 段抬高，王秀英 应转运", "PCI"), Cancellation));
        Done(await world.Consults.SignAsync(world.As(world.Specialist), consult, Cancellation));
        Done(await world.Consults.AcknowledgeAsync(world.As(world.Clinic), consult, true, null, Cancellation));
        return consult;
    }

    private static async Task<ConsultId> AgreedAsync(World world)
    {
        var consult = await AnsweredAsync(world);
        Done(await world.Consults.ConsentAsync(world.As(world.Clinic), consult, Agrees, Cancellation));
        return consult;
    }

    private static Task<Outcome<ConsultView>> ProposeAsync(World world, ConsultId consult) =>
        world.Consults.ProposeCopyAsync(world.As(world.Clinic), consult, Words, [], Cancellation);

    private static async Task<CopyId> ReleaseAsync(World world, ConsultId consult)
    {
        var reviewer = world.Person("zhou.li");
        var release = Done(await world.Consults.PrepareCopyAsync(reviewer, consult, world.Now, Cancellation));
        await world.Database.Library.StageAsync(release.Copy, world.Now, Cancellation);
        var released = Done(await world.Consults.ReleaseCopyAsync(world.As(reviewer), consult, release.Copy.Id, Cancellation));
        Assert.Equal(release.Copy.Id, released.File.Copy!.Released);
        return release.Copy.Id;
    }

    /// <summary>A released copy without a case.</summary>
    private async Task<CopyId> LayAsync(Kept kept, World world, string service, CopyText text)
    {
        var copy = new LibraryCopy(
            new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(13))), new(service), InstitutionLevel.Township, null, null, text, []);
        await world.Database.Library.StageAsync(copy, world.Now, Cancellation);
        await using var connection = await DatabaseTest.ConnectAsync(await OptionsAsync(kept));
        await connection.ExecuteAsync("UPDATE library_copies SET released = 1 WHERE id = @id", new { id = copy.Id.Value });
        return copy.Id;
    }
}
