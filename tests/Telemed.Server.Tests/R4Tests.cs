using System.Net;
using Telemed.Server.Recordings;
using Telemed.TestKit.Files;

namespace Telemed.Server.Tests;

/// <summary>R4: a finished recording plays only as it was sealed; one changed byte refuses and is noted.</summary>
public sealed class R4Tests : KeptRecordingTests
{
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

    /// <summary>A content in which a changed byte is met at once.</summary>
    private sealed class Changed : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidDataException();
    }
}
