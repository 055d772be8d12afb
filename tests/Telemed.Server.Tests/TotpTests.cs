using System.Text;
using Telemed.Server.SignIn;

namespace Telemed.Server.Tests;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B, the last six of its eight digits.</summary>
    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1_111_111_109, "081804")]
    [InlineData(1_111_111_111, "050471")]
    [InlineData(1_234_567_890, "005924")]
    [InlineData(2_000_000_000, "279037")]
    [InlineData(20_000_000_000, "353130")]
    public void The_codes_are_those_of_the_RFC(long unixSeconds, string code) =>
        Assert.Equal(code, Totp.Code(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(unixSeconds))));

    [Fact]
    public void A_code_is_taken_one_step_early_or_late_and_never_again()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_234_567_890);
        var step = Totp.StepAt(now);

        Assert.Equal(step + 1, Totp.Find(Secret, Totp.Code(Secret, step + 1), now, 0));
        Assert.Equal(step - 1, Totp.Find(Secret, Totp.Code(Secret, step - 1), now, 0));
        Assert.Null(Totp.Find(Secret, Totp.Code(Secret, step - 2), now, 0));
        Assert.Null(Totp.Find(Secret, Totp.Code(Secret, step), now, after: step));
        Assert.Null(Totp.Find(Secret, "", now, 0));
    }

    [Fact]
    public void A_secret_is_written_in_base_32() =>
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", Totp.Write(Secret));
}
