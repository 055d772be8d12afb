namespace Telemed.Rtc.Native;

/// <summary>
/// Ends a call into OpenSSL that cannot fail but for lack of memory or a wrong library: our fault, never a peer's.
/// </summary>
internal static class NativeFault
{
    /// <summary>Throws unless <paramref name="result"/> is 1, OpenSSL's usual success.</summary>
    public static void ThrowUnlessOne(int result, string call)
    {
        if (result != 1)
            throw new InvalidOperationException($"OpenSSL: {call} returned {result}.");
    }

    /// <summary>Throws when <paramref name="pointer"/> is null, else gives it back.</summary>
    public static nint ThrowIfNull(nint pointer, string call) =>
        pointer != 0 ? pointer : throw new InvalidOperationException($"OpenSSL: {call} returned null.");
}
