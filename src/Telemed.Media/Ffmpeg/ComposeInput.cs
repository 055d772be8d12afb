using Telemed.Recording.Finalising;

namespace Telemed.Media.Ffmpeg;

/// <summary>A participant's file to compose from.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="File">What is in it.</param>
internal sealed record ComposeInput(string Path, PersonFile File);
