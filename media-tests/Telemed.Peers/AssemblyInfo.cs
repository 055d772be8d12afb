using System.Runtime.Versioning;
using Telemed.Peers.Rooms;

[assembly: SupportedOSPlatform("linux")]

// They measure real time on real sockets: one after another.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
[assembly: AssemblyFixture(typeof(PeerRoom))]
