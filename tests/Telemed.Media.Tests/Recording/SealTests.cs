using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Sealing;
using Telemed.TestKit.Files;

namespace Telemed.Media.Tests.Recording;

/// <summary>What a court is shown: files, a signature and a certificate, and nothing else.</summary>
public sealed class SealTests : IDisposable
{
    private readonly Session _session = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _session.Dispose();

    [Fact]
    public async Task A_finished_recording_verifies_with_its_files_and_the_certificate_alone()
    {
        await RecordAsync();
        var elsewhere = Path.Combine(_session.Options.Directory, "copy");
        CopyFolder(_session.Folder("r1"), elsewhere);
        using var certificate = Certificate(elsewhere);
        Directory.Delete(Path.Combine(_session.Options.Directory, ".keys"), recursive: true);

        var verdict = SealVerifier.Verify(elsewhere, certificate);

        Assert.Equal([], verdict.Faults);
        Assert.StartsWith("CN=telemed node", verdict.Signer, StringComparison.Ordinal);
        Assert.Equal(64, verdict.Fingerprint.Length);
    }

    [Fact]
    public async Task One_flipped_byte_in_any_file_is_found()
    {
        await RecordAsync();
        var folder = _session.Folder("r1");
        using var certificate = Certificate(folder);
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories);

        Assert.Equal(11, files.Length);
        foreach (var file in files.Where(file => !file.EndsWith(".crt", StringComparison.Ordinal)))
        {
            var bytes = await File.ReadAllBytesAsync(file, Cancel);
            foreach (var place in (int[])[0, bytes.Length / 2, bytes.Length - 1])
            {
                Tampering.Flip(file, place);
                Assert.False(SealVerifier.Verify(folder, certificate).Sound, $"{file} at {place}");
                Tampering.Flip(file, place);
            }
        }

        Assert.True(SealVerifier.Verify(folder, certificate).Sound);
    }

    [Fact]
    public async Task A_missing_file_and_another_nodes_signature_are_found()
    {
        await RecordAsync();
        var folder = _session.Folder("r1");
        var (keyPem, certificatePem) = NodeSigner.Create("another", DateTimeOffset.UnixEpoch.AddYears(56));
        using var other = X509Certificate2.CreateFromPem(certificatePem);
        Assert.Contains("seal.json: the signature is not the certificate's.", SealVerifier.Verify(folder, other).Faults);
        Assert.True(NodeSigner.TryRead(keyPem, certificatePem, out var signer, out _));
        signer!.Dispose();

        File.Delete(Path.Combine(folder, "final", "participant-1.webm.tmf"));

        Assert.Contains(
            "final/participant-1.webm.tmf: the file is missing.", SealVerifier.Verify(folder, trusted: null).Faults);
    }

    [Fact]
    public async Task An_export_verifies_and_a_changed_video_in_it_does_not()
    {
        await RecordAsync();
        var export = Path.Combine(_session.Options.Directory, "export");
        await _session.Library.ExportAsync("r1", export, Cancel);
        using var certificate = Certificate(_session.Folder("r1"));
        Assert.Equal([], SealVerifier.Verify(export, certificate).Faults);

        Tampering.Flip(Path.Combine(export, "video.mp4"), 5000);

        Assert.Equal(["video.mp4: the file differs from what was signed."], SealVerifier.Verify(export, certificate).Faults);
    }

    [Fact]
    public async Task Before_it_is_played_every_finished_file_is_compared_with_what_was_signed()
    {
        await RecordAsync();
        Assert.Equal([], await _session.Library.ExamineAsync("r1", Cancel));
        var video = Path.Combine(_session.Folder("r1"), "final", "video.mp4.tmf");
        var length = new FileInfo(video).Length;

        Tampering.Flip(video, length - 1);
        Assert.NotEmpty(await _session.Library.ExamineAsync("r1", Cancel));
        Tampering.Flip(video, length - 1);
        Assert.Equal([], await _session.Library.ExamineAsync("r1", Cancel));
        File.Delete(Path.Combine(_session.Folder("r1"), "seal.json"));
        Assert.NotEmpty(await _session.Library.ExamineAsync("r1", Cancel));
        Assert.Equal(["r1"], _session.Library.Unfinished().Select(one => one.RecordingId));
    }

    [Fact]
    public async Task A_new_master_key_wraps_the_case_keys_again_and_the_old_one_can_go()
    {
        await RecordAsync();
        var keys = Path.Combine(_session.Options.Directory, ".keys", "master.key");
        var old = await File.ReadAllTextAsync(keys, Cancel);
        var video = await File.ReadAllBytesAsync(Path.Combine(_session.Folder("r1"), "final", "video.mp4.tmf"), Cancel);
        var fresh = Convert.ToBase64String(Enumerable.Range(1, 32).Select(value => (byte)value).ToArray()) + "\n";
        await File.WriteAllTextAsync(keys, fresh + old, Cancel);

        using (var rotating = new RecordingLibrary(_session.Options, NullLoggerFactory.Instance))
        {
            Assert.Equal(new RewrapCount(1, 0, 0), rotating.Rewrap());
            Assert.Equal(new RewrapCount(0, 1, 0), rotating.Rewrap());
        }

        await File.WriteAllTextAsync(keys, fresh, Cancel);
        using var after = new RecordingLibrary(_session.Options, NullLoggerFactory.Instance);
        await using var content = after.OpenVideo("r1");
        Assert.NotNull(content);
        Assert.Equal(video, await File.ReadAllBytesAsync(Path.Combine(_session.Folder("r1"), "final", "video.mp4.tmf"), Cancel));
    }

    [Fact]
    public void Master_keys_may_come_from_the_environment()
    {
        const string Variable = "TELEMED_TEST_MASTER_KEYS";
        var key = Convert.ToBase64String(new byte[32]);
        Environment.SetEnvironmentVariable(Variable, $"{key},{Convert.ToBase64String(Enumerable.Repeat((byte)7, 32).ToArray())}");
        var options = new RecordingOptions { Directory = _session.Options.Directory, MasterKeyVariable = Variable };

        Assert.Empty(options.Validate());
        Assert.Equal(2, options.MasterKeySource()!.ReadLines().Split('\n').Length);
        options.MasterKeyFile = "/nowhere";
        Assert.Contains("set together", Assert.Single(options.Validate()), StringComparison.Ordinal);
        options.MasterKeyFile = null;
        Environment.SetEnvironmentVariable(Variable, null);
        Assert.Contains(Variable, Assert.Single(options.Validate()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Destroying_a_case_leaves_a_signed_certificate_and_nothing_that_could_be_read()
    {
        await RecordAsync();
        var copy = Path.Combine(_session.Options.Directory, "copy");
        CopyFolder(_session.Folder("r1"), copy);
        using var certificate = Certificate(copy);

        var done = _session.Library.Destroy("consult-1", ["r1"], "p-1", "p-2", "Retention is over.");

        Assert.False(Directory.Exists(_session.Folder("r1")));
        Assert.Equal(("p-1", "p-2", "Retention is over."), (done.AskedBy, done.ConfirmedBy, done.Reason));
        Assert.Equal(SealJson.ReadSeal(await File.ReadAllBytesAsync(Path.Combine(copy, "seal.json"), Cancel))!.ManifestSha256,
            Assert.Single(done.Recordings).ManifestSha256);
        var folder = Path.Combine(_session.Options.Directory, ".destroyed", "consult-1");
        Assert.Equal([], SealVerifier.Verify(folder, certificate).Faults);
        CopyFolder(copy, _session.Folder("r1")); // Somebody brings a copy back.
        Assert.Equal(RecordingRefusal.NoKey, Assert.Throws<RecordingException>(() => _session.Library.Find("r1")).Refusal);
        var refused = await Assert.ThrowsAsync<RecordingException>(() => _session.RecordAsync("r2", 1, [new("a", 1, 1)]));
        Assert.Equal(RecordingRefusal.NoKey, refused.Refusal);
    }

    [Fact]
    public async Task A_destruction_that_was_cut_short_is_finished_with_the_same_certificate()
    {
        await RecordAsync();
        var copy = Path.Combine(_session.Options.Directory, "copy");
        CopyFolder(_session.Folder("r1"), copy);
        var first = _session.Library.Destroy("consult-1", ["r1"], "p-1", "p-2", "why");
        CopyFolder(copy, _session.Folder("r1"));

        var again = _session.Library.Destroy("consult-1", ["r1"], "p-1", "p-2", "why");

        Assert.Equal(first.DestroyedAt, again.DestroyedAt);
        Assert.False(Directory.Exists(_session.Folder("r1")));
    }

    private async Task RecordAsync()
    {
        await _session.RecordAsync("r1", 2, [new("a", 1, 1) { Audio = Clip.Make(4, 1000, 0.3) }]);
        await _session.Library.FinaliseAsync("r1", null, Cancel);
    }

    private static X509Certificate2 Certificate(string folder) =>
        X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(folder, "seal.crt")));

    private static void CopyFolder(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }
}
