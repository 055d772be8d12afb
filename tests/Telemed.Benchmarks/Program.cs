using System.Globalization;
using Telemed.Benchmarks.FanOut;
using Telemed.Benchmarks.Twin;

if (args is ["loopback", ..])
{
    var numbers = args[1..].Select(text => int.Parse(text, CultureInfo.InvariantCulture)).ToArray();
    await LoopbackFanOut.RunAsync(numbers.ElementAtOrDefault(0) is > 0 and var receivers ? receivers : 50, numbers.ElementAtOrDefault(1) is > 0 and var burst ? burst : 4);
    return;
}

if (args is ["twin"])
{
    Environment.ExitCode = TwinRatios.Run();
    return;
}

BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
