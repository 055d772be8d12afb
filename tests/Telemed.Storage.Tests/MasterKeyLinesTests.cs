using System.Security.Cryptography;
using Telemed.Storage.Keys;

namespace Telemed.Storage.Tests;

/// <summary>The master keys of a key file over its rotations.</summary>
public sealed class MasterKeyLinesTests
{
    [Fact]
    public void After_a_rotation_the_first_line_is_current_and_the_old_key_is_still_found()
    {
        var (old, fresh) = (Line(), Line());
        var before = new MasterKeyLines(old + "\n");
        var after = new MasterKeyLines($"# rotated\n{fresh}\r\n\n{old}\n");

        Assert.NotEqual(before.Current.Id, after.Current.Id);
        Assert.Equal(Convert.FromBase64String(fresh), after.Current.Bytes.ToArray());
        Assert.Equal(before.Current.Bytes.ToArray(), after.Find(before.Current.Id)!.Bytes.ToArray());
        Assert.Null(before.Find(after.Current.Id));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a remark")]
    [InlineData("c2hvcnQ=")]
    public void A_file_without_a_whole_key_is_refused(string text) =>
        Assert.Throws<InvalidDataException>(() => new MasterKeyLines(text));

    private static string Line() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
}
