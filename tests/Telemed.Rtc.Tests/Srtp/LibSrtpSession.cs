using System.Runtime.InteropServices;
using Telemed.Rtc.Srtp;

namespace Telemed.Rtc.Tests.Srtp;

/// <summary>One direction of a libsrtp2 session.</summary>
internal sealed unsafe class LibSrtpSession : IDisposable
{
    private static readonly int Initialised = LibSrtp.srtp_init();

    private readonly byte* _key;
    private nint _session;

    public LibSrtpSession(SrtpProfile profile, bool outbound, ReadOnlySpan<byte> key, ReadOnlySpan<byte> salt)
    {
        Assert.Equal(LibSrtp.Ok, Initialised);
        _key = (byte*)NativeMemory.AllocZeroed(64);
        key.CopyTo(new Span<byte>(_key, 64));
        salt.CopyTo(new Span<byte>(_key + key.Length, 48));

        LibSrtp.Policy policy = default;
        policy.SsrcType = outbound ? LibSrtp.AnyOutbound : LibSrtp.AnyInbound;
        if (profile == SrtpProfile.AeadAes128Gcm)
        {
            LibSrtp.srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.Rtp);
            LibSrtp.srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.Rtcp);
        }
        else
        {
            LibSrtp.srtp_crypto_policy_set_rtp_default(&policy.Rtp);
            LibSrtp.srtp_crypto_policy_set_rtp_default(&policy.Rtcp);
        }

        policy.Key = _key;
        policy.WindowSize = 1024;
        policy.AllowRepeatSending = 1;
        nint session;
        Assert.Equal(LibSrtp.Ok, LibSrtp.srtp_create(&session, &policy));
        _session = session;
    }

    public int ProtectRtp(byte[] packet, int length) =>
        Call(&LibSrtp.srtp_protect, packet, ref length) == 0 ? length : 0;

    public int ProtectRtcp(byte[] packet, int length) =>
        Call(&LibSrtp.srtp_protect_rtcp, packet, ref length) == 0 ? length : 0;

    public int UnprotectRtp(byte[] packet, ref int length) => Call(&LibSrtp.srtp_unprotect, packet, ref length);

    public int UnprotectRtcp(byte[] packet, ref int length) => Call(&LibSrtp.srtp_unprotect_rtcp, packet, ref length);

    public void Dispose()
    {
        _ = LibSrtp.srtp_dealloc(_session);
        _session = 0;
        NativeMemory.Free(_key);
    }

    private int Call(delegate*<nint, void*, int*, int> function, byte[] packet, ref int length)
    {
        // libsrtp works on 32-bit words and wants them aligned.
        var aligned = (byte*)NativeMemory.AlignedAlloc(4096, 16);
        packet.CopyTo(new Span<byte>(aligned, 4096));
        var size = length;
        var status = function(_session, aligned, &size);
        new Span<byte>(aligned, packet.Length).CopyTo(packet);
        NativeMemory.AlignedFree(aligned);
        length = size;
        return status;
    }
}
