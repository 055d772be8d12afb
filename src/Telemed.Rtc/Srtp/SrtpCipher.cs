namespace Telemed.Rtc.Srtp;

/// <summary>
/// One direction's session keys and what is done with them: encryption and authentication of a packet whose index is
/// known. Works in place and keeps no state between packets. One thread at a time.
/// </summary>
internal abstract unsafe class SrtpCipher : IDisposable
{
    /// <summary>The length of the authentication tag in bytes.</summary>
    public abstract int TagLength { get; }

    /// <summary>Whether a packet that fails to open is destroyed.</summary>
    public abstract bool FailureDestroysPacket { get; }

    /// <summary>Makes the cipher of a profile from a master key and salt (RFC 3711 section 4.3).</summary>
    public static SrtpCipher Create(
        SrtpProfile profile, bool encrypt, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
    {
        if (profile is not (SrtpProfile.AeadAes128Gcm or SrtpProfile.Aes128CmSha1Tag80))
            throw new ArgumentOutOfRangeException(nameof(profile), profile, "There is no such SRTP profile.");
        if (masterKey.Length != profile.KeyLength() || masterSalt.Length != profile.SaltLength())
            throw new ArgumentException("Master key or salt have a wrong length for the profile.", nameof(masterKey));
        return profile == SrtpProfile.AeadAes128Gcm
            ? AesGcmCipher.Derive(encrypt, masterKey, masterSalt)
            : AesCmSha1Cipher.Derive(encrypt, masterKey, masterSalt);
    }

    /// <summary>Encrypts behind the header and appends the tag; <paramref name="length"/> is the plaintext's.</summary>
    public abstract void SealRtp(byte* packet, int headerLength, int length, ulong index);

    /// <summary>
    /// Verifies and decrypts; <paramref name="length"/> includes the tag. False when the tag is wrong.
    /// </summary>
    public abstract bool OpenRtp(byte* packet, int headerLength, int length, ulong index);

    /// <summary>Encrypts and appends index and tag; returns the new length.</summary>
    public abstract int SealRtcp(byte* packet, int length, uint index);

    /// <summary>The word with the E flag and the index, of a packet that is long enough.</summary>
    public abstract uint ReadRtcpIndex(byte* packet, int length);

    /// <summary>
    /// Verifies and decrypts; <paramref name="length"/> includes index and tag. False when the tag is wrong.
    /// </summary>
    public abstract bool OpenRtcp(byte* packet, int length, uint indexWord);

    public abstract void Dispose();
}
