namespace Telemed.Consults.Institutions;

/// <summary>A person's second factor: a shared secret of an authenticator (RFC 6238).</summary>
/// <param name="Secret">The secret, 20 bytes.</param>
/// <param name="On">Whether a code has confirmed it; until then it is not asked for.</param>
/// <param name="LastStep">The latest time step whose code was used: no code serves twice.</param>
public sealed record SecondFactor(ReadOnlyMemory<byte> Secret, bool On, long LastStep);
