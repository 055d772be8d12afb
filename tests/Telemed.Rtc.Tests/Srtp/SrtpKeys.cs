using Telemed.Rtc.Srtp;

namespace Telemed.Rtc.Tests.Srtp;

/// <summary>A master key and salt from a seed.</summary>
internal sealed class SrtpKeys
{
    public SrtpKeys(SrtpProfile profile, int seed)
    {
        Profile = profile;
        Key = new byte[profile.KeyLength()];
        Salt = new byte[profile.SaltLength()];
        var random = new Random(seed);
        random.NextBytes(Key);
        random.NextBytes(Salt);
    }

    public SrtpProfile Profile { get; }

    public byte[] Key { get; }

    public byte[] Salt { get; }

    public SrtpSender Sender() => new(Profile, Key, Salt);

    public SrtpReceiver Receiver() => new(Profile, Key, Salt);

    public LibSrtpSession OracleSender() => new(Profile, outbound: true, Key, Salt);

    public LibSrtpSession OracleReceiver() => new(Profile, outbound: false, Key, Salt);
}
