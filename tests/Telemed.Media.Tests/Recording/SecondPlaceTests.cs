using Telemed.Media.Recording.SecondPlace;
using Telemed.RecorderRig.Senders;

namespace Telemed.Media.Tests.Recording;

/// <summary>A second place: nothing local goes before the other copy was read back whole.</summary>
public sealed class SecondPlaceTests : IAsyncLifetime
{
    private readonly Session _session = new();
    private S3Server _server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Video => Path.Combine(_session.Folder("r1"), "final", "video.mp4.tmf");

    public async ValueTask InitializeAsync()
    {
        _server = await S3Server.StartAsync(Cancel);
        var s3 = _session.Options.S3;
        (s3.Url, s3.AccessKey, s3.SecretKey, s3.KeepLocalDays) = (_server.Url, "S3RVER", "S3RVER", 0);
        await _session.RecordAsync("r1", 2, [new("a", 1, 1) { Audio = Clip.Make(4, 1000, 0.3) }]);
        await _session.Library.FinaliseAsync("r1", null, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _session.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_sealed_recording_is_copied_read_back_let_go_and_brought_back()
    {
        var video = await File.ReadAllBytesAsync(Video, Cancel);
        using var copies = new RecordingCopies(_session.Options, TimeProvider.System);
        Assert.Equal(["r1"], copies.Missing());
        Assert.Empty(copies.Droppable());

        await copies.CopyAsync("r1", Cancel);
        Assert.Empty(copies.Missing());
        Assert.Equal(["r1"], copies.Droppable());
        await copies.DropLocalAsync("r1", Cancel);

        Assert.False(File.Exists(Video));
        Assert.True(copies.IsAway("r1"));
        Assert.Empty(_session.Library.Unfinished());
        await copies.RestoreAsync("r1", Cancel);
        Assert.Equal(video, await File.ReadAllBytesAsync(Video, Cancel));
        Assert.False(copies.IsAway("r1"));
        Assert.Equal([], _session.Library.Verify("r1").Faults);
    }

    [Fact]
    public async Task A_copy_in_which_one_byte_changed_lets_nothing_go_and_brings_nothing_back()
    {
        using var copies = new RecordingCopies(_session.Options, TimeProvider.System);
        await copies.CopyAsync("r1", Cancel);
        var remote = _server.Objects().First(file => file.Contains("video.mp4", StringComparison.Ordinal));
        var bytes = await File.ReadAllBytesAsync(remote, Cancel);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(remote, bytes, Cancel);

        await Assert.ThrowsAsync<IOException>(() => copies.DropLocalAsync("r1", Cancel));

        Assert.Equal([], _session.Library.Verify("r1").Faults);
        Directory.Delete(Path.Combine(_session.Folder("r1"), "final"), recursive: true);
        File.Delete(Path.Combine(_session.Folder("r1"), "manifest.tmf"));
        await Assert.ThrowsAsync<IOException>(() => copies.RestoreAsync("r1", Cancel));
        Assert.True(copies.IsAway("r1"));
    }

    [Fact]
    public async Task A_store_that_cannot_be_reached_leaves_the_local_copy_and_no_note()
    {
        _session.Options.S3.Url = "http://127.0.0.1:9";
        using var copies = new RecordingCopies(_session.Options, TimeProvider.System);

        await Assert.ThrowsAsync<IOException>(() => copies.CopyAsync("r1", Cancel));

        Assert.Equal(["r1"], copies.Missing());
        await Assert.ThrowsAsync<IOException>(() => copies.DropLocalAsync("r1", Cancel));
        Assert.True(File.Exists(Video));
    }
}
