using System.Runtime.Versioning;

[assembly: SupportedOSPlatform("linux")]

// They share one region, and take parts of it away.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
