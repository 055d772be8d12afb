namespace Telemed.Consults.Views;

/// <summary>
/// The chat in a case's view, which is sent anew after every command: the last lines only. All of them have a door of
/// their own.
/// </summary>
/// <param name="Count">How many lines there are.</param>
/// <param name="Latest">The last of them, at most <see cref="Most"/>, in order.</param>
public sealed record ChatView(int Count, IReadOnlyList<ChatLineView> Latest)
{
    /// <summary>The most lines that a view of a case holds.</summary>
    public const int Most = 100;

    /// <summary>For those who do not see the case.</summary>
    public static ChatView Nothing { get; } = new(0, []);
}
