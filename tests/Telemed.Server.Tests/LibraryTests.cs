using System.Buffers.Binary;
using System.Net;
using System.Text;
using System.Text.Json;
using Telemed.Consults.Ids;
using Telemed.Storage;

namespace Telemed.Server.Tests;

/// <summary>
/// The case library over the real server: from the consent to the reader, pictures cleaned on the way, out again with the
/// consent, every look noted, nobody named anywhere.
/// </summary>
public sealed class LibraryTests : AcceptedCase
{
    private const string Reviewer = "zhou.li";

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4 zq-pdf");

    private Person _zhou = null!;
    private Person _ding = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _zhou = await Person.SignInAsync(Server, Reviewer);
        _ding = await Person.SignInAsync(Server, Person.Trainee);
    }

    public override async ValueTask DisposeAsync()
    {
        await _zhou.DisposeAsync();
        await _ding.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task A_copy_goes_from_the_doctor_by_a_second_person_to_those_who_learn_and_names_nobody_on_the_way()
    {
        var files = new[] { await Liu.AttachAsync(Consult, Jpeg()), await Liu.AttachAsync(Consult, Png()), await Liu.AttachAsync(Consult, Dicom()) };
        var pdf = await Liu.AttachAsync(Consult, Pdf);
        await AnswerAsync();
        await Liu.ConsentForPatientAsync(Consult, "library");
        var draft = await Zhao.GetAsync($"/api/consults/{Consult}/copy");
        Assert.Equal(files, draft.GetProperty("files").EnumerateArray().Select(one => one.GetProperty("id").GetString()));
        Assert.Equal("[…] zq-findings-3309", draft.GetProperty("text").GetProperty("findings").GetString());
        Assert.Equal(("60-64", "township"), (draft.GetProperty("ageBand").GetString(), draft.GetProperty("level").GetString()));

        Assert.Equal("file-not-cleanable", await ReasonAsync(await ProposeAsync("clean", pdf)));
        var named = await ProposeAsync(Secrets.PatientName + " 13812345678", files);
        Assert.Equal(HttpStatusCode.Conflict, named.StatusCode);
        var problem = JsonDocument.Parse(await named.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Equal("identifiers-left", problem.GetProperty("reason").GetString());
        Assert.Equal(
            ["name:0:4", "number:5:11"],
            problem.GetProperty("errors").GetProperty("findings").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(HttpStatusCode.OK, (await ProposeAsync("V1 to V4", files)).StatusCode);

        // The second person sees the copy with cleaned pictures, and of the case nothing.
        var row = Assert.Single((await _zhou.GetAsync("/api/consults?view=queue")).EnumerateArray());
        Assert.Equal(["reviewCopy"], row.GetProperty("actions").EnumerateArray().Select(one => one.GetString()));
        var seen = (await _zhou.ConsultAsync(Consult)).ToString();
        Assert.All(Secrets.All, secret => Assert.DoesNotContain(secret, seen, StringComparison.Ordinal));
        Assert.DoesNotContain("zq-exif", await TextAsync(_zhou, $"/api/consults/{Consult}/copy/files/{files[0]}"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _zhou.Client.GetAsync($"/api/consults/{Consult}/copy/files/{pdf}", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await _zhou.Client.GetAsync($"/api/consults/{Consult}/attachments/{files[0]}", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Liu.PostAsync($"/api/consults/{Consult}/release-copy", Command())).StatusCode);
        var release = Command();
        Assert.Equal(HttpStatusCode.NoContent, (await _zhou.PostAsync($"/api/consults/{Consult}/release-copy", release)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _zhou.PostAsync($"/api/consults/{Consult}/release-copy", release)).StatusCode); // Sent again.

        var found = (await SearchAsync(_ding, new { words = "胸痛" })).GetProperty("items").EnumerateArray().ToList();
        var id = Assert.Single(found).GetProperty("id").GetString()!;
        var copy = await _ding.GetAsync($"/api/library/{id}");
        Assert.Equal("V1 to V4", copy.GetProperty("text").GetProperty("findings").GetString());
        Assert.Equal(id, (await Liu.ConsultAsync(Consult)).GetProperty("copy").GetProperty("released").GetString());
        Assert.DoesNotContain(Consult, copy.ToString(), StringComparison.Ordinal);
        var pictures = copy.GetProperty("files").EnumerateArray().Select(one => one.GetProperty("id").GetString()!).ToList();
        Assert.Equal(["f1", "f2", "f3"], pictures);
        foreach (var picture in pictures)
        {
            var text = await TextAsync(_ding, $"/api/library/{id}/files/{picture}");
            foreach (var secret in (string[])["zq-exif", "zq-text", "ZQ^DICOM", "1.2.3.4711"])
            {
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            }
        }

        Assert.Contains("zq-pixels", await TextAsync(_ding, $"/api/library/{id}/files/f3"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await _ding.Client.GetAsync($"/api/library/{id}/files/f4", Cancellation)).StatusCode);

        // Every opening is a line, refused ones too; what was looked for is in none.
        await SearchAsync(_ding, new { words = "zq-words" });
        var audit = await File.ReadAllTextAsync(Path.Combine(Server.Data, "audit", "audit.jsonl"), Cancellation);
        Assert.Contains($"\"action\":\"get library\",\"subject\":\"{id}\"", audit, StringComparison.Ordinal);
        Assert.Contains("get library files", audit, StringComparison.Ordinal);
        Assert.Contains("post library search", audit, StringComparison.Ordinal);
        Assert.Contains("post consults release-copy", audit, StringComparison.Ordinal);
        Assert.DoesNotContain("zq-words", audit, StringComparison.Ordinal);
        StoryTests.NothingOfThePatientIsIn(Server);

        // By the consent taken back the copy is gone, and so are its pictures, for every reader and on the disk.
        var kept = Directory.GetDirectories(Path.Combine(Server.Data, "files", "library"));
        Assert.Equal(3, Directory.GetFiles(Assert.Single(kept)).Length);
        await Liu.ConsentForPatientAsync(Consult, "library", granted: false);
        Assert.Empty((await SearchAsync(_ding, new { })).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await _ding.Client.GetAsync($"/api/library/{id}", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _ding.Client.GetAsync($"/api/library/{id}/files/f1", Cancellation)).StatusCode);
        await Wait.UntilAsync(() => Task.FromResult(!Directory.Exists(kept[0])));
        Assert.Equal("consentTakenBack", (await Liu.ConsultAsync(Consult)).GetProperty("copy").GetProperty("end").GetString());
        Assert.Equal(0, Server.Faults);
    }

    [Fact]
    public async Task A_picture_that_says_that_words_are_burnt_in_or_is_broken_cannot_go_with_a_copy()
    {
        var burnt = await Liu.AttachAsync(Consult, Dicom(burnt: true));
        var broken = await Liu.AttachAsync(Consult, [0xFF, 0xD8, 0xFF, 0xE1, 0xFF, 0xFF, 1, 2]);
        await AnswerAsync();
        await Liu.ConsentForPatientAsync(Consult, "library");
        foreach (var file in (string[])[burnt, broken])
        {
            Assert.Equal("file-not-cleanable", await ReasonAsync(await ProposeAsync("V1 to V4", file)));
            Assert.Equal("file-not-cleanable", await ReasonAsync(await Liu.Client.GetAsync($"/api/consults/{Consult}/copy/files/{file}", Cancellation)));
        }

        Assert.Equal(JsonValueKind.Null, (await Liu.ConsultAsync(Consult)).GetProperty("copy").ValueKind);
    }

    [Fact]
    public async Task With_the_record_destroyed_its_copy_is_gone_from_every_reader()
    {
        var file = await Liu.AttachAsync(Consult, Png());
        await AnswerAsync();
        await Liu.ConsentForPatientAsync(Consult, "library");
        Assert.Equal(HttpStatusCode.OK, (await ProposeAsync("V1 to V4", file)).StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, (await _zhou.PostAsync($"/api/consults/{Consult}/release-copy", Command())).StatusCode);
        var id = (await SearchAsync(_ding, new { })).GetProperty("items")[0].GetProperty("id").GetString();

        Assert.True(await Server.Get<ConsultDatabase>().Keys.DestroyAsync(new ConsultId(Consult), DateTimeOffset.UnixEpoch, Cancellation));

        Assert.Empty((await SearchAsync(_ding, new { })).GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.NotFound, (await _ding.Client.GetAsync($"/api/library/{id}/files/f1", Cancellation)).StatusCode);
    }

    private async Task AnswerAsync()
    {
        await Liu.EnterAsync(Consult);
        await Zhao.EnterAsync(Consult);
        await Zhao.CommandAsync(Consult, "end");
        await Zhao.DoAsync(
            $"/api/consults/{Consult}/opinion",
            new { commandId = Person.NewId(), findings = $"{Secrets.PatientName} zq-findings-3309", advice = "PCI" });
        await Zhao.DoAsync($"/api/consults/{Consult}/sign", new { commandId = Person.NewId(), password = TestServer.Password });
        await Liu.DoAsync($"/api/consults/{Consult}/acknowledge", new { commandId = Person.NewId(), adopted = true });
    }

    private Task<HttpResponseMessage> ProposeAsync(string findings, params string[] files) => Liu.PostAsync(
        $"/api/consults/{Consult}/propose-copy",
        new { commandId = Person.NewId(), title = "胸痛", summary = "突发胸痛两小时", findings, advice = "PCI", files });

    private static Task<JsonElement> SearchAsync(Person who, object search) => who.DoAsync("/api/library/search", search);

    private static object Command() => new { commandId = Person.NewId() };

    private static async Task<string?> ReasonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("reason").GetString();

    private static async Task<string> TextAsync(Person who, string path)
    {
        var answer = await who.Client.GetAsync(path, Cancellation);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {answer.StatusCode}");
        return Encoding.Latin1.GetString(await answer.Content.ReadAsByteArrayAsync(Cancellation));
    }

    /// <summary>A JPEG's markers around a scan of nothing, with an EXIF and a comment that name somebody.</summary>
    private static byte[] Jpeg() =>
    [
        0xFF, 0xD8, .. Segment(0xE1, [.. "Exif\0\0zq-exif"u8]), .. Segment(0xFE, [.. "zq-exif"u8]), .. Segment(0xC0, [8, 0, 1, 0, 1, 1, 1, 0x11, 0]),
        .. Segment(0xDA, [1, 1, 0, 0, 63, 0]), 0x12, 0xFF, 0, 0x34, 0xFF, 0xD9, .. "zq-exif"u8,
    ];

    private static byte[] Segment(byte marker, byte[] content) => [0xFF, marker, 0, (byte)(content.Length + 2), .. content];

    private static byte[] Png() =>
    [
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Chunk("IHDR", new byte[13]), .. Chunk("tEXt", [.. "zq-text"u8]),
        .. Chunk("IDAT", [1, 2, 3]), .. Chunk("IEND", []), .. "zq-text"u8,
    ];

    private static byte[] Chunk(string name, byte[] content)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        return [.. length, .. Encoding.ASCII.GetBytes(name), .. content, 0, 0, 0, 0];
    }

    private static byte[] Dicom(bool burnt = false) =>
    [
        .. new byte[128], .. "DICM"u8, .. Element(0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1\0"), .. Element(0x0008, 0x0018, "UI", "1.2.3.4711"),
        .. Element(0x0010, 0x0010, "PN", "ZQ^DICOM"), .. burnt ? Element(0x0028, 0x0301, "CS", "YES ") : [], .. Element(0x7FE0, 0x0010, "OW", "zq-pixels "),
    ];

    private static byte[] Element(ushort group, ushort element, string form, string value) =>
    [
        (byte)group, (byte)(group >> 8), (byte)element, (byte)(element >> 8), .. Encoding.ASCII.GetBytes(form),
        .. form == "OW" ? new byte[] { 0, 0, (byte)value.Length, 0, 0, 0 } : [(byte)value.Length, 0], .. Encoding.ASCII.GetBytes(value),
    ];
}
