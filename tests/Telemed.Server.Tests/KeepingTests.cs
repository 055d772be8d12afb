using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Telemed.Media.Recording;
using Telemed.Server.Recordings;
using Telemed.TestKit.Files;

namespace Telemed.Server.Tests;

/// <summary>A finished recording in the archive: played only as it was sealed, held and destroyed by two, exported whole.</summary>
public sealed class KeepingTests : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("telemed-srv-").FullName;
    private TestServer _server = null!;
    private RecordedCase _case = null!;
    private Person _xu = null!;
    private Person _tang = null!;

    private Person Liu => _case.Liu;

    private string Id => _case.Recording;

    private string Folder => Path.Combine(_data, "recordings", Id);

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartOnAsync(
            _data, "Telemed:Media:AbsenceMilliseconds=600000", "Telemed:Retention:ConsultDays=0", "Telemed:Retention:OutpatientDays=5000");
        _xu = await Person.SignInAsync(_server, Person.RecordsOfficer);
        _tang = await Person.SignInAsync(_server, Person.OtherRecordsOfficer);
        _case = await RecordedCase.StartAsync(_server);
        await _case.CloseAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _case.DisposeAsync();
        await _xu.DisposeAsync();
        await _tang.DisposeAsync();

        await _server.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_byte_that_was_flipped_anywhere_refuses_the_play_and_is_in_the_audit_trail()
    {
        Assert.Equal(HttpStatusCode.PartialContent, (await PlayAsync()).StatusCode);
        foreach (var name in (string[])["preview.json", "captions.vtt", "filmstrip.jpg"])
        {
            Assert.Equal(HttpStatusCode.OK, (await Liu.Client.GetAsync($"/api/recordings/{Id}/{name}")).StatusCode);
        }

        var files = Directory.GetFiles(Path.Combine(Folder, "final")).Append(Path.Combine(Folder, "manifest.tmf")).ToList();
        foreach (var file in files)
        {
            Tampering.Flip(file, new FileInfo(file).Length - 1);
            var refused = await PlayAsync();
            Assert.Equal("recording-unavailable", await TestServer.ProblemAsync(refused));
            Tampering.Flip(file, new FileInfo(file).Length - 1);
        }

        var damaged = Audit("recording.damaged");
        Assert.Equal(files.Count, damaged.Count);
        Assert.All(damaged, line => Assert.Equal(Liu.Id, line.GetProperty("actor").GetString()));
        Assert.Equal(HttpStatusCode.PartialContent, (await PlayAsync()).StatusCode);
        Assert.Single(Audit("recording.play"));
    }

    [Fact]
    public async Task A_byte_that_changes_while_it_plays_breaks_the_play_off_and_is_noted()
    {
        var noted = new List<string>();
        await using var stream = new VerifiedStream(new Changed(), what =>
        {
            noted.Add(what);
            return Task.CompletedTask;
        });

        var read = async () => await stream.ReadExactlyAsync(new byte[10]);

        await Assert.ThrowsAsync<IOException>(read);
        Assert.Single(noted);
    }

    [Fact]
    public async Task Two_officers_hold_release_and_destroy_and_a_certificate_is_what_is_left()
    {
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await StepAsync(Liu, "hold")));
        Assert.Equal("refused", await TestServer.ProblemAsync(await StepAsync(_xu, "hold", reason: " ")));
        Assert.Equal("hold", (await DoneAsync(_xu, "hold")).GetProperty("pending").GetString());
        Assert.Equal("refused", await TestServer.ProblemAsync(await StepAsync(_xu, "hold")));
        Assert.Equal("onHold", State(await DoneAsync(_tang, "hold")));
        Assert.Equal(HttpStatusCode.PartialContent, (await PlayAsync()).StatusCode);
        Assert.Equal("refused", await TestServer.ProblemAsync(await StepAsync(_xu, "destroy")));

        await DoneAsync(_tang, "release");
        Assert.Equal("sealed", State(await DoneAsync(_xu, "release")));
        await DoneAsync(_xu, "destroy");
        Assert.True(Directory.Exists(Folder));
        Assert.Equal("destroyed", State(await DoneAsync(_tang, "destroy")));

        Assert.False(Directory.Exists(Folder));
        Assert.Equal("recording-unavailable", await TestServer.ProblemAsync(await PlayAsync()));
        var certificate = (await _xu.GetAsync($"/api/recordings/{Id}/destruction")).GetProperty("certificate");
        Assert.Equal((_xu.Id, _tang.Id), (certificate.GetProperty("askedBy").GetString(), certificate.GetProperty("confirmedBy").GetString()));
        var consult = certificate.GetProperty("consultId").GetString()!;
        Assert.Equal([], SealVerifier.Verify(Path.Combine(_data, "recordings", ".destroyed", consult), trusted: null).Faults);
        Assert.Single(Audit("recording.destroy"));
        Assert.Single(Audit("recording.hold"));
        Assert.Equal(0, _server.Faults);
    }

    [Fact]
    public async Task What_is_filed_in_a_record_is_not_destroyed_before_that_records_time()
    {
        await _xu.DoAsync($"/api/recordings/{Id}/file", new { commandId = Person.NewId(), @class = "outpatient" });

        Assert.Equal("refused", await TestServer.ProblemAsync(await StepAsync(_xu, "destroy")));
        Assert.Equal("refused", await TestServer.ProblemAsync(await _xu.PostAsync(
            $"/api/recordings/{Id}/file", new { commandId = Person.NewId(), @class = "consult" })));
        var keeping = (await _xu.GetAsync($"/api/recordings/{Id}")).GetProperty("keeping");
        Assert.Equal("outpatient", keeping.GetProperty("class").GetString());
        Assert.Equal(JsonValueKind.Null, (await Liu.GetAsync($"/api/recordings/{Id}")).GetProperty("keeping").ValueKind);
    }

    [Fact]
    public async Task An_export_is_audited_verifies_without_a_server_and_brings_a_FHIR_bundle()
    {
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await Liu.Client.GetAsync($"/api/recordings/{Id}/export")));
        var folder = Path.Combine(_data, "export");
        await using var zip = await _xu.Client.GetStreamAsync($"/api/recordings/{Id}/export");
        await ZipFile.ExtractToDirectoryAsync(zip, folder);

        Assert.Equal([], SealVerifier.Verify(folder, trusted: null).Faults);
        Assert.Single(Audit("recording.export"));
        var bundle = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(folder, "fhir-bundle.json"))).RootElement;
        var resources = bundle.GetProperty("entry").EnumerateArray().Select(entry => entry.GetProperty("resource")).ToList();
        Assert.Equal(
            ["Patient", "Encounter", "Media", "DocumentReference", "Provenance"],
            resources.Select(resource => resource.GetProperty("resourceType").GetString()!));
        var content = resources[2].GetProperty("content");
        Assert.Equal("video.mp4", content.GetProperty("url").GetString());
        Assert.Equal(new FileInfo(Path.Combine(folder, "video.mp4")).Length, content.GetProperty("size").GetInt64());
        Assert.Equal(resources[3].GetProperty("content").GetArrayLength(), Directory.GetFiles(folder).Length - 4);
    }

    private Task<HttpResponseMessage> PlayAsync()
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/recordings/{Id}/video");
        request.Headers.Range = new RangeHeaderValue(0, 99);
        return Liu.Client.SendAsync(request);
    }

    private Task<HttpResponseMessage> StepAsync(Person who, string step, string reason = "A court asked.") =>
        who.PostAsync($"/api/recordings/{Id}/{step}", new { commandId = Person.NewId(), reason });

    private Task<JsonElement> DoneAsync(Person who, string step) =>
        who.DoAsync($"/api/recordings/{Id}/{step}", new { commandId = Person.NewId(), reason = "A court asked." });

    private List<JsonElement> Audit(string action) =>
        [.. File.ReadLines(Path.Combine(_data, "audit", "audit.jsonl"))
            .Select(line => JsonDocument.Parse(line).RootElement)
            .Where(line => line.GetProperty("action").GetString() == action)];

    private static string? State(JsonElement element) => element.GetProperty("state").GetString();

    /// <summary>A content in which a changed byte is met at once.</summary>
    private sealed class Changed : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidDataException();
    }
}
