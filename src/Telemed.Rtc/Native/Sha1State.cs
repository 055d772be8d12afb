using System.Runtime.InteropServices;

namespace Telemed.Rtc.Native;

/// <summary>OpenSSL's SHA_CTX: five chaining words, the bit count, one pending block and its fill.</summary>
[StructLayout(LayoutKind.Sequential, Size = 96)]
internal unsafe struct Sha1State
{
    public uint H0;
    public uint H1;
    public uint H2;
    public uint H3;
    public uint H4;
    public uint BitsLow;
    public uint BitsHigh;
    public fixed uint Block[16];
    public uint Fill;
}
