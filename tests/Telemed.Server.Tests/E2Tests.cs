using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace Telemed.Server.Tests;

/// <summary>Files over the real server: taken by what they are, scanned, sealed, every look noted.</summary>
public sealed class E2Tests : IDisposable
{
    private static readonly byte[] Picture =
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Encoding.UTF8.GetBytes("zq-pixels-7731")];

    private readonly string _scanner = Path.Combine(Path.GetTempPath(), $"telemed-scan-{Guid.NewGuid():N}");

    [Fact]
    public async Task A_file_is_taken_by_its_content_and_comes_back_as_it_was_to_who_may_see_it_each_look_noted()
    {
        await using var server = await TestServer.StartAsync();
        await using var liu = await Person.SignInAsync(server, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(server, Person.Specialist);
        await using var he = await Person.SignInAsync(server, Person.Dispatcher);
        await using var aynur = await Person.SignInAsync(server, Person.OtherClinicDoctor);
        var consult = await zhao.AcceptAsync(liu);

        Assert.Equal("file-kind", await ReasonAsync(await AddAsync(liu, consult, "MZ program"u8.ToArray(), "ecg.png")));
        Assert.Equal(HttpStatusCode.Forbidden, (await AddAsync(he, consult, Picture, "x")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await AddAsync(aynur, consult, Picture, "x")).StatusCode);
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge, (await AddAsync(liu, consult, new byte[(20 * 1024 * 1024) + 1], "x")).StatusCode);
        var added = await AddAsync(liu, consult, Picture, Secrets.PatientName + ".png");
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        var file = JsonDocument.Parse(await added.Content.ReadAsStringAsync()).RootElement.GetProperty("attachments")[0];
        Assert.Equal((Secrets.PatientName + ".png", "image/png"), (file.GetProperty("name").GetString(), file.GetProperty("mediaType").GetString()));
        Assert.False(file.GetProperty("scanned").GetBoolean());
        var path = $"/api/consults/{consult}/attachments/{file.GetProperty("id").GetString()}";

        Assert.Equal(Picture, await zhao.Client.GetByteArrayAsync(path));
        Assert.Equal(Picture, await zhao.Client.GetByteArrayAsync(path));
        Assert.Equal(HttpStatusCode.NotFound, (await aynur.Client.GetAsync(path)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await zhao.Client.GetAsync(path + "0")).StatusCode);
        var looks = (await File.ReadAllLinesAsync(Path.Combine(server.Data, "audit", "audit.jsonl"), TestContext.Current.CancellationToken))
            .Where(line => line.Contains("get consults attachments", StringComparison.Ordinal) && line.Contains(file.GetProperty("id").GetString()!, StringComparison.Ordinal))
            .ToList();
        Assert.Equal(3, looks.Count); // The specialist's two looks are one; the stranger's refused one, and the one at nothing.
        StoryTests.NothingOfThePatientIsIn(server);

        // One byte on the disk turned over: nothing is shown.
        var kept = Assert.Single(Directory.GetFiles(Path.Combine(server.Data, "files"), "*.sealed", SearchOption.AllDirectories));
        var bytes = await File.ReadAllBytesAsync(kept, TestContext.Current.CancellationToken);
        Assert.Equal(-1, bytes.AsSpan().IndexOf("zq-pixels"u8));
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(kept, bytes, TestContext.Current.CancellationToken);
        Assert.Equal("file-damaged", await ReasonAsync(await zhao.Client.GetAsync(path)));
    }

    [Fact]
    public async Task A_scanner_that_finds_something_or_fails_keeps_the_file_out()
    {
        await File.WriteAllTextAsync(
            _scanner,
            "#!/bin/sh\ngrep -q zq-virus && exit 1\n[ -e \"$0.broken\" ] && exit 2\nexit 0\n",
            TestContext.Current.CancellationToken);
        File.SetUnixFileMode(_scanner, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await using var server = await TestServer.StartAsync($"Telemed:Files:Scanner={_scanner}");
        await using var liu = await Person.SignInAsync(server, Person.ClinicDoctor);
        var consult = await liu.DraftAsync();

        Assert.Equal("file-infected", await ReasonAsync(await AddAsync(liu, consult, [.. Picture, .. "zq-virus"u8], "x.png")));
        await File.WriteAllTextAsync(_scanner + ".broken", "", TestContext.Current.CancellationToken);
        Assert.Equal("scanner-failed", await ReasonAsync(await AddAsync(liu, consult, Picture, "x.png")));
        File.Delete(_scanner + ".broken");
        Assert.Empty((await liu.ConsultAsync(consult)).GetProperty("attachments").EnumerateArray());
        Assert.Equal(HttpStatusCode.OK, (await AddAsync(liu, consult, Picture, "x.png")).StatusCode);
        Assert.True((await liu.ConsultAsync(consult)).GetProperty("attachments")[0].GetProperty("scanned").GetBoolean());
    }

    public void Dispose()
    {
        File.Delete(_scanner);
        File.Delete(_scanner + ".broken");
    }

    private static async Task<HttpResponseMessage> AddAsync(Person who, string consult, byte[] content, string name)
    {
        using var body = new ByteArrayContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/consults/{consult}/attachments") { Content = body };
        request.Headers.ExpectContinue = true; // A body that is not taken is not sent.
        request.Headers.Add("X-Telemed-Name", Uri.EscapeDataString(name));
        return await who.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static async Task<string?> ReasonAsync(HttpResponseMessage answer)
    {
        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("reason").GetString();
    }
}
