namespace Telemed.Server.Rooms;

/// <summary>How a listener hears the interpreter beside the others. The relay sends what is chosen; how loud it is, is the page's.</summary>
internal enum SoundMix
{
    /// <summary>Everybody alike.</summary>
    Both,

    /// <summary>Everybody, the interpreter loud and the others quiet.</summary>
    Over,

    /// <summary>The interpreter alone, for as long as there is one.</summary>
    Interpreter,

    /// <summary>Everybody but the interpreter.</summary>
    Original,
}
