namespace Telemed.Rtc.Ice;

/// <summary>The short-term credentials of one side of an ICE session (RFC 8445 section 5.3).</summary>
/// <param name="UsernameFragment">4 to 256 ICE characters.</param>
/// <param name="Password">22 to 256 ICE characters. A secret: never logged.</param>
public sealed record IceCredentials(string UsernameFragment, string Password)
{
    /// <summary>The user name fragment only: the password never reaches a log by accident.</summary>
    public override string ToString() => UsernameFragment;
}
