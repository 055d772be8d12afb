using System.Runtime.InteropServices;

namespace Telemed.Rtc.Tests.Srtp;

/// <summary>Debian's libsrtp2, an independent SRTP, as the oracle of these tests.</summary>
internal static unsafe partial class LibSrtp
{
    public const int Ok = 0;
    public const int AuthenticationFailed = 7;
    public const int ReplayFailed = 9;
    public const int ReplayOld = 10;
    public const int AnyInbound = 2;
    public const int AnyOutbound = 3;

    private const string Library = "libsrtp2.so.1";

    [LibraryImport(Library)]
    public static partial int srtp_init();

    [LibraryImport(Library)]
    public static partial int srtp_create(nint* session, Policy* policy);

    [LibraryImport(Library)]
    public static partial int srtp_dealloc(nint session);

    [LibraryImport(Library)]
    public static partial int srtp_protect(nint session, void* packet, int* length);

    [LibraryImport(Library)]
    public static partial int srtp_unprotect(nint session, void* packet, int* length);

    [LibraryImport(Library)]
    public static partial int srtp_protect_rtcp(nint session, void* packet, int* length);

    [LibraryImport(Library)]
    public static partial int srtp_unprotect_rtcp(nint session, void* packet, int* length);

    [LibraryImport(Library)]
    public static partial void srtp_crypto_policy_set_rtp_default(CryptoPolicy* policy);

    [LibraryImport(Library)]
    public static partial void srtp_crypto_policy_set_aes_gcm_128_16_auth(CryptoPolicy* policy);

    [StructLayout(LayoutKind.Sequential)]
    public struct CryptoPolicy
    {
        public uint CipherType;
        public int CipherKeyLength;
        public uint AuthenticationType;
        public int AuthenticationKeyLength;
        public int TagLength;
        public int Services;
    }

    [StructLayout(LayoutKind.Sequential)]
    public struct Policy
    {
        public int SsrcType;
        public uint Ssrc;
        public CryptoPolicy Rtp;
        public CryptoPolicy Rtcp;
        public byte* Key;
        public nint Keys;
        public nuint KeyCount;
        public nint Deprecated;
        public nuint WindowSize;
        public int AllowRepeatSending;
        public nint EncryptedExtensions;
        public int EncryptedExtensionCount;
        public nint Next;
    }
}
