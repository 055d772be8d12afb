using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

// They measure real time on real sockets: one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
