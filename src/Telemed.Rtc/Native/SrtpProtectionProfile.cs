using System.Runtime.InteropServices;

namespace Telemed.Rtc.Native;

/// <summary>OpenSSL's SRTP_PROTECTION_PROFILE.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SrtpProtectionProfile
{
    public nint Name;
    public nuint Id;
}
