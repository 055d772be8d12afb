using System.Text;

namespace Telemed.Media.Ffmpeg;

/// <summary>Keeps the end of a program's error output.</summary>
internal sealed class ErrorTail
{
    private const int Length = 4000;
    private readonly StringBuilder _text = new();

    /// <summary>Reads lines until the output ends.</summary>
    public async Task ReadAsync(StreamReader output)
    {
        while (await output.ReadLineAsync() is { } line)
        {
            _text.AppendLine(line);
            if (_text.Length > 2 * Length)
            {
                _text.Remove(0, _text.Length - Length);
            }
        }
    }

    /// <summary>The last characters.</summary>
    public override string ToString() =>
        _text.Length <= Length ? _text.ToString() : _text.ToString(_text.Length - Length, Length);
}
