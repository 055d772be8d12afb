namespace Telemed.TestKit.Bwe;

/// <summary>One of RFC 8867's test cases, ready to run.</summary>
/// <param name="Name">A file's name.</param>
/// <param name="Title">A plot's title.</param>
/// <param name="World">The path and the flows.</param>
/// <param name="Length">How long it runs, in virtual time.</param>
public sealed record Rfc8867Case(string Name, string Title, BottleneckWorld World, TimeSpan Length)
{
    /// <summary>Runs it.</summary>
    public BottleneckWorld Play()
    {
        World.Run(Length);
        return World;
    }
}
