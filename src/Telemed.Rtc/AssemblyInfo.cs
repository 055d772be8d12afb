using System.Runtime.CompilerServices;

[assembly: DisableRuntimeMarshalling]
[assembly: InternalsVisibleTo("Telemed.Rtc.Tests")]
[assembly: InternalsVisibleTo("Telemed.Benchmarks")]
