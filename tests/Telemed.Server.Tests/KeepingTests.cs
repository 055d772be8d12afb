using System.IO.Compression;
using System.Text.Json;
using Telemed.Media.Recording;

namespace Telemed.Server.Tests;

/// <summary>A finished recording leaves the archive whole, and verifies without a server.</summary>
public sealed class KeepingTests : KeptRecordingTests
{
    [Fact]
    public async Task An_export_is_audited_verifies_without_aServer_and_brings_a_FHIR_bundle()
    {
        Assert.Equal("forbidden", await TestServer.ProblemAsync(await Liu.Client.GetAsync($"/api/recordings/{Id}/export")));
        var folder = Path.Combine(Data, "export");
        await using var zip = await Xu.Client.GetStreamAsync($"/api/recordings/{Id}/export");
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
}
