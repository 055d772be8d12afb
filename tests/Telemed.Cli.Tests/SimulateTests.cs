using Telemed.Cli.Commands;

namespace Telemed.Cli.Tests;

public sealed class SimulateTests
{
    [Theory]
    [InlineData("--institutions 19", "--institutions lies between 20 and 2000; it is 19.")]
    [InlineData("load --institutions 2001", "--institutions lies between 20 and 2000; it is 2001.")]
    [InlineData("store --database x --keys x --password x --institutions 99", "--institutions lies between 100 and 50000; it is 99.")]
    [InlineData("store --database x --keys x --password x --institutions 50001", "--institutions lies between 100 and 50000; it is 50001.")]
    public async Task A_region_that_is_too_small_or_too_large_is_refused_before_anything_is_opened(string line, string message)
    {
        var wrong = await Assert.ThrowsAsync<CliException>(() => SimulateCommand.Create().Parse(line).InvokeAsync(
            new() { EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken));

        Assert.Equal((ExitCodes.Usage, message), (wrong.ExitCode, wrong.Message));
    }
}
