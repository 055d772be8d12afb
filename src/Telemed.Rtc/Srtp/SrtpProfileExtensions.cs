namespace Telemed.Rtc.Srtp;

/// <summary>The sizes that go with an SRTP protection profile.</summary>
public static class SrtpProfileExtensions
{
    /// <summary>The length of the master key in bytes.</summary>
    public static int KeyLength(this SrtpProfile profile) => profile == SrtpProfile.None ? 0 : 16;

    /// <summary>The length of the master salt in bytes.</summary>
    public static int SaltLength(this SrtpProfile profile) => profile switch
    {
        SrtpProfile.AeadAes128Gcm => 12,
        SrtpProfile.Aes128CmSha1Tag80 => 14,
        _ => 0,
    };
}
