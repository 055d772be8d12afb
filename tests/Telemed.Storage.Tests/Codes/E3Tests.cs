using System.Security.Cryptography;
using Telemed.Storage.Keys;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>E3: with its key destroyed every copy of a case is noise: the files where they lie, a copy beside them, the facts.</summary>
public sealed class E3Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 9, 8, 7, 6];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task With_the_key_destroyed_a_file_its_copy_and_what_is_personal_in_the_facts_can_be_read_by_nobody(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var here = Directory.CreateTempSubdirectory("telemed-e3-");
        var away = Directory.CreateTempSubdirectory("telemed-e3-");
        try
        {
            var consult = await AcceptedAsync(world);
            var other = await world.SubmittedAsync();
            var hash = Convert.ToHexStringLower(SHA256.HashData(Picture));
            var added = Done(await world.Consults.AttachAsync(
                world.As(world.Clinic), consult.Id, "image/png", Picture.Length, hash, false, "王秀英.png", cancellation: Cancellation));
            var file = Assert.Single(added.Attachments);
            var (files, copies) = (new SealedFiles(here.FullName, world.Database.Keys), new SealedFiles(away.FullName, world.Database.Keys));
            Assert.True(await files.WriteAsync(consult.Id, file.Id, Picture, Cancellation));
            foreach (var path in here.GetFiles("*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(away.FullName, Path.GetRelativePath(here.FullName, path.FullName));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                path.CopyTo(copy);
            }

            Assert.Equal(Picture, await copies.ReadAsync(consult.Id, file.Id, Cancellation));
            Assert.NotNull((await SeeAsync(world, consult.Id)).Summary);

            Assert.True(await world.Database.Keys.DestroyAsync(consult.Id, world.Now, Cancellation));

            Assert.Null(await files.ReadAsync(consult.Id, file.Id, Cancellation));
            Assert.Null(await copies.ReadAsync(consult.Id, file.Id, Cancellation));
            var seen = await SeeAsync(world, consult.Id);
            Assert.Null(seen.Summary);
            Assert.Null(Assert.Single(seen.Attachments).Name);
            Assert.NotNull((await SeeAsync(world, other.Id)).Summary); // The other cases have keys of their own.
            Assert.False(await world.Database.Keys.DestroyAsync(consult.Id, world.Now, Cancellation));
        }
        finally
        {
            here.Delete(recursive: true);
            away.Delete(recursive: true);
        }
    }
}
