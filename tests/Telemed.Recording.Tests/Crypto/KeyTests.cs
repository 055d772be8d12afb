using System.Security.Cryptography;
using Telemed.Recording.Crypto;

namespace Telemed.Recording.Tests.Crypto;

public sealed class KeyTests
{
    private static readonly byte[] Nonce = new byte[12];
    private static readonly CaseKey Key = new(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public void A_wrapped_key_opens_with_its_master_key_and_for_its_case_only()
    {
        var ring = Ring(1);
        var wrapped = ring.Wrap(Key, "case-1", Nonce);

        Assert.NotNull(ring.Unwrap(wrapped, "case-1"));
        Assert.Null(ring.Unwrap(wrapped, "case-2"));
        Assert.Null(Ring(2).Unwrap(wrapped, "case-1"));
        Assert.Null(ring.Unwrap("{}"u8, "case-1"));
    }

    [Fact]
    public void After_a_rotation_old_keys_still_open_and_new_ones_use_the_new_master_key()
    {
        var wrapped = Ring(1).Wrap(Key, "case-1", Nonce);
        var rotated = Ring(2, 1);

        Assert.NotNull(rotated.Unwrap(wrapped, "case-1"));
        Assert.Equal(Ring(2).CurrentId, rotated.CurrentId);
    }

    [Theory]
    [InlineData("", "it holds no key")]
    [InlineData("# a comment\n", "it holds no key")]
    [InlineData("not base64!", "key 1 is not 32 bytes of base64")]
    [InlineData("AAAA", "key 1 is not 32 bytes of base64")]
    public void A_key_file_of_no_use_is_refused_with_the_reason(string text, string expected)
    {
        Assert.False(MasterKeyRing.TryParse(text, out _, out var fault));
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void A_sealed_file_reads_back_from_any_place()
    {
        var content = RandomNumberGenerator.GetBytes((3 * SealedFile.ChunkLength) + 777);
        using var file = SealedFile.TryOpen(new MemoryStream(Seal(content)), Key);

        Assert.NotNull(file);
        Assert.Equal(content.Length, file.Length);
        foreach (var at in (int[])[0, 1, 65_535, 65_536, 70_000, 3 * 65_536, content.Length - 1])
        {
            var part = new byte[Math.Min(70_000, content.Length - at)];
            file.Position = at;
            file.ReadExactly(part);
            Assert.Equal(content[at..(at + part.Length)], part);
        }

        file.Position = content.Length;
        Assert.Equal(0, file.Read(new byte[1]));
    }

    [Fact]
    public void The_same_content_gives_the_same_sealed_file()
    {
        var content = RandomNumberGenerator.GetBytes(100_000);

        Assert.Equal(Seal(content), Seal(content));
    }

    [Fact]
    public void One_flipped_byte_of_a_sealed_file_is_never_given_out()
    {
        var content = RandomNumberGenerator.GetBytes(SealedFile.ChunkLength + 100);
        var whole = Seal(content);
        for (var offset = 0; offset < whole.Length; offset += offset < 64 ? 1 : 997)
        {
            var changed = whole.ToArray();
            changed[offset] ^= 1;
            using var file = SealedFile.TryOpen(new MemoryStream(changed), Key);
            if (file is not null)
            {
                Assert.Throws<InvalidDataException>(() => file.ReadExactly(new byte[content.Length]));
            }
        }
    }

    [Fact]
    public void A_cut_sealed_file_does_not_open()
    {
        var whole = Seal(new byte[1000]);

        Assert.Null(SealedFile.TryOpen(new MemoryStream(whole[..^1]), Key));
        Assert.Null(SealedFile.TryOpen(new MemoryStream(whole[..20]), Key));
    }

    private static byte[] Seal(byte[] content)
    {
        using var output = new MemoryStream();
        SealedFile.Write(new MemoryStream(content), content.Length, SHA256.HashData(content), Key, output);
        return output.ToArray();
    }

    private static MasterKeyRing Ring(params byte[] seeds)
    {
        var lines = seeds.Select(seed => Convert.ToBase64String(Enumerable.Repeat(seed, 32).ToArray()));
        Assert.True(MasterKeyRing.TryParse(string.Join('\n', lines), out var ring, out _));
        return ring!;
    }
}
