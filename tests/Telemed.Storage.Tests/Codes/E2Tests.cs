using System.Security.Cryptography;
using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Views;
using Telemed.Storage.Keys;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>E2 for files of cases: sealed with the case's key, bound to their place.</summary>
public sealed class E2Tests(PostgresFixture postgres) : CodeTest(postgres)
{
    private const string Name = "心电图 王秀英.png";
    private static readonly byte[] Picture = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3, 4];

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_file_is_kept_sealed_opens_in_its_place_alone_and_is_noise_once_the_key_is_destroyed(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var directory = Directory.CreateTempSubdirectory("telemed-files-");
        try
        {
            var files = new SealedFiles(directory.FullName, world.Database.Keys);
            var consult = await AcceptedAsync(world);
            var added = await AddAsync(world, world.Clinic, consult.Id);
            var file = Assert.Single(added.Attachments);
            Assert.True(await files.WriteAsync(consult.Id, file.Id, Picture, Cancellation));
            Assert.Equal(Picture, await files.ReadAsync(consult.Id, file.Id, Cancellation));
            var path = Assert.Single(directory.GetFiles("*", SearchOption.AllDirectories)).FullName;
            Assert.Equal(-1, (await File.ReadAllBytesAsync(path, Cancellation)).AsSpan().IndexOf(Picture.AsSpan(0, 8)));

            var elsewhere = Path.Combine(Path.GetDirectoryName(path)!, "another.sealed");
            File.Copy(path, elsewhere);
            await Assert.ThrowsAnyAsync<CryptographicException>(() => files.ReadAsync(consult.Id, "another", Cancellation));
            await Assert.ThrowsAsync<ArgumentException>(() => files.ReadAsync(consult.Id, "../" + file.Id, Cancellation));

            await world.Database.Keys.DestroyAsync(consult.Id, world.Now, Cancellation);
            Assert.Null(await files.ReadAsync(consult.Id, file.Id, Cancellation));
            Assert.Null(Assert.Single((await SeeAsync(world, consult.Id)).Attachments).Name);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_same_file_is_there_once_and_is_seen_by_who_sees_the_case_in_full(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        await world.PresentAsync(world.Specialist);
        var consult = await world.SubmittedAsync();
        await AddAsync(world, world.Clinic, consult.Id);
        var file = Assert.Single((await AddAsync(world, world.Person("ma.hong"), consult.Id)).Attachments);
        Assert.Equal((world.Clinic.Id, Name), (file.By.Id, file.Name));

        // Who is rung decides by the summary; who has accepted sees the files.
        Assert.IsType<Outcome<Attachment>.Forbidden>(await FindAsync(world, world.Specialist, consult.Id, file.Id));
        Assert.IsType<Outcome<Attachment>.NotFound>(await FindAsync(world, world.OtherClinic, consult.Id, file.Id));
        await world.Consults.AcceptAsync(world.As(world.Specialist), consult.Id, consult.Offers[0].Id, Cancellation);
        Done(await FindAsync(world, world.Specialist, consult.Id, file.Id));
        Assert.IsType<Outcome<Attachment>.NotFound>(await FindAsync(world, world.Specialist, consult.Id, "nothing"));
        Assert.IsType<Outcome<ConsultState.Filed>.Forbidden>(await world.Consults.MayAttachAsync(
            world.Person("he.yan"), consult.Id, world.Now, Cancellation));
    }

    private static Task<Outcome<Attachment>> FindAsync(
        World world, Telemed.Consults.Institutions.StaffMember who, ConsultId consult, string file) =>
        world.Consults.FindAttachmentAsync(who, consult, file, world.Now, Cancellation);

    private static async Task<ConsultView> AddAsync(
        World world, Telemed.Consults.Institutions.StaffMember who, ConsultId consult) =>
        Done(await world.Consults.AttachAsync(
            world.As(who),
            consult,
            FileKinds.Of(Picture)!,
            Picture.Length,
            Convert.ToHexStringLower(SHA256.HashData(Picture)),
            false,
            Name,
            cancellation: Cancellation));
}
