using System.Runtime.InteropServices;

namespace Telemed.Benchmarks.Twin;

/// <summary>The hot loops in C (<c>twin.c</c>), built by <c>eng/bench</c> into the directory that <c>TWIN_LIBRARY</c> names.</summary>
internal static partial class TwinLibrary
{
    private const string Name = "telemed-twin";

    static TwinLibrary() => NativeLibrary.SetDllImportResolver(typeof(TwinLibrary).Assembly, (name, _, _) =>
        name == Name && Environment.GetEnvironmentVariable("TWIN_LIBRARY") is { } path ? NativeLibrary.Load(path) : 0);

    /// <summary>Nanoseconds a packet to copy and protect.</summary>
    [LibraryImport(Name, EntryPoint = "twin_protect")]
    internal static partial double Protect(int packets, int length);

    /// <summary>Nanoseconds a packet to copy and unprotect; negative when one did not verify.</summary>
    [LibraryImport(Name, EntryPoint = "twin_unprotect")]
    internal static partial double Unprotect(int packets, int length);
}
