using System.Text;

namespace Telemed.Rtc.Ice;

/// <summary>One side's user name fragment and password for connectivity checks (RFC 8445 section 5.3). Immutable.</summary>
public sealed record IceCredentials
{
    /// <summary>Random bytes that <see cref="Create"/> wants: 48 bits for the fragment, 144 for the password.</summary>
    public const int EntropyLength = 24;

    private const int FragmentEntropy = 6;

    private IceCredentials(string usernameFragment, string password)
    {
        UsernameFragment = usernameFragment;
        Password = password;
        FragmentBytes = Encoding.ASCII.GetBytes(usernameFragment);
        PasswordBytes = Encoding.ASCII.GetBytes(password);
    }

    /// <summary>The fragment: 4 to 256 letters, digits, '+' or '/'.</summary>
    public string UsernameFragment { get; }

    /// <summary>The password: 22 to 256 letters, digits, '+' or '/'. Never log it.</summary>
    public string Password { get; }

    internal byte[] FragmentBytes { get; }

    internal byte[] PasswordBytes { get; }

    /// <summary>Makes credentials out of randomness: 8 and 24 characters.</summary>
    /// <param name="random">At least <see cref="EntropyLength"/> unpredictable bytes.</param>
    /// <exception cref="ArgumentException">Too few bytes.</exception>
    public static IceCredentials Create(ReadOnlySpan<byte> random)
    {
        if (random.Length < EntropyLength)
        {
            throw new ArgumentException("ICE credentials need 24 random bytes.", nameof(random));
        }

        // Base64's alphabet is exactly the ice-char set, and neither length needs padding.
        return new(
            Convert.ToBase64String(random[..FragmentEntropy]),
            Convert.ToBase64String(random[FragmentEntropy..EntropyLength]));
    }

    /// <summary>Takes a peer's credentials. False when lengths or characters break RFC 8839 section 5.4.</summary>
    public static bool TryCreate(string usernameFragment, string password, out IceCredentials? credentials)
    {
        var valid = usernameFragment.Length is >= 4 and <= 256
            && password.Length is >= 22 and <= 256
            && IsIceText(usernameFragment)
            && IsIceText(password);
        credentials = valid ? new(usernameFragment, password) : null;
        return valid;
    }

    /// <summary>The fragment only: a password does not belong into logs.</summary>
    public override string ToString() => UsernameFragment;

    private static bool IsIceText(string text)
    {
        foreach (var letter in text)
        {
            // aiortc and some phones also use '-' and '_', which harm nobody.
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '/' or '-' or '_' or '='))
            {
                return false;
            }
        }

        return true;
    }
}
