using System.Globalization;
using System.Text;
using Telemed.Recording.Finalising;
using Telemed.Recording.Journal;

namespace Telemed.Media.Ffmpeg;

/// <summary>
/// The arguments that make ffmpeg compose one MP4 of all participants: a black canvas of the recording's full length on
/// which each picture is laid into its tile while it is to be shown, and silence of full length into which all sounds
/// are mixed. So people may come late, leave, have no picture or change its size, and the file is whole all the same.
/// </summary>
internal sealed class ComposePlan
{
    private const int FramesPerSecond = 25;

    private readonly IReadOnlyList<ComposeInput> _inputs;
    private readonly TimeSpan _duration;
    private readonly List<(int Input, int Stream, int Tile, PersonTrack Track)> _pictures = [];
    private readonly List<(int Input, int Stream)> _sounds = [];
    private readonly Dictionary<(int Input, string Feed), int> _tiles = [];
    private readonly int _columns;
    private readonly int _tileWidth;
    private readonly int _tileHeight;

    /// <summary>Plans a composition.</summary>
    /// <param name="inputs">The participants' files.</param>
    /// <param name="duration">The recording's length; more than 0.</param>
    public ComposePlan(IReadOnlyList<ComposeInput> inputs, TimeSpan duration)
    {
        _inputs = inputs;
        _duration = duration;
        for (var input = 0; input < inputs.Count; input++)
        {
            Place(input, inputs[input].File.Tracks);
        }

        var count = Math.Max(1, _tiles.Count);
        _columns = (int)Math.Ceiling(Math.Sqrt(count));
        var rows = (count + _columns - 1) / _columns;
        (_tileWidth, _tileHeight) = count switch
        {
            1 => (960, 540),
            <= 4 => (640, 360),
            <= 9 => (480, 270),
            _ => (320, 180),
        };
        Width = _columns * _tileWidth;
        Height = rows * _tileHeight;
    }

    /// <summary>The picture's width in pixels.</summary>
    public int Width { get; }

    /// <summary>The picture's height in pixels.</summary>
    public int Height { get; }

    /// <summary>The arguments.</summary>
    /// <param name="chapters">A file of chapters in ffmpeg's metadata format.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="threads">How many threads may be used.</param>
    /// <param name="captions">Files of WebVTT with their titles, to become tracks that a player can switch off.</param>
    public List<string> Arguments(
        string chapters, string output, int threads, IReadOnlyList<(string Path, string Title)> captions)
    {
        var count = threads.ToString(CultureInfo.InvariantCulture);
        List<string> arguments =
            ["-hide_banner", "-nostdin", "-y", "-v", "error", "-nostats", "-progress", "pipe:1", "-copyts"];
        foreach (var input in _inputs)
        {
            // A changed picture size must not rebuild the graph: the scaler takes it in its stride.
            arguments.AddRange(["-threads", "1", "-reinit_filter", "0", "-i", "file:" + input.Path]);
        }

        var duration = Seconds(_duration);
        arguments.AddRange(["-f", "ffmetadata", "-i", "file:" + chapters]);
        foreach (var (path, _) in captions)
        {
            arguments.AddRange(["-f", "webvtt", "-i", "file:" + path]);
        }

        arguments.AddRange(["-filter_complex_threads", count, "-filter_complex", Filter()]);
        arguments.AddRange(["-map", "[video]", "-map", "[sound]", "-map_metadata:g", "-1"]);
        arguments.AddRange(["-map_chapters", _inputs.Count.ToString(CultureInfo.InvariantCulture), "-t", duration]);
        // The fastest preset, with the two things given back to it without which faces fall into blocks.
        arguments.AddRange(["-c:v", "libx264", "-preset", "ultrafast", "-x264-params", "deblock=0,0:aq-mode=1"]);
        arguments.AddRange(["-crf", "25", "-pix_fmt", "yuv420p"]);
        arguments.AddRange(["-g", "50", "-threads", count, "-c:a", "aac", "-b:a", "96k", "-fflags", "+bitexact"]);
        for (var index = 0; index < captions.Count; index++)
        {
            arguments.AddRange(["-map", string.Create(CultureInfo.InvariantCulture, $"{_inputs.Count + 1 + index}:s:0")]);
            arguments.AddRange(["-c:s", "mov_text", $"-metadata:s:s:{index}", "handler_name=" + captions[index].Title]);
            arguments.AddRange([$"-disposition:s:{index}", "0"]);
        }

        arguments.AddRange(["-movflags", "+faststart", "-f", "mp4", "file:" + output]);
        return arguments;
    }

    /// <summary>The strokes where they lie in the composed picture; those over pictures that it does not have are left out.</summary>
    public IReadOnlyList<PlacedDrawing> Place(IEnumerable<Drawing> drawings) => [.. drawings.Select(Place).OfType<PlacedDrawing>()];

    /// <summary>The arguments that put a composed file and strokes into one Matroska file, as a further track that players leave away
    /// until they are told to show it. An MP4 file cannot hold such a track.</summary>
    /// <param name="video">The composed file.</param>
    /// <param name="drawings">The strokes as a subtitle file.</param>
    /// <param name="output">The file to write.</param>
    public static IReadOnlyList<string> WithDrawings(string video, string drawings, string output) =>
    [
        "-hide_banner", "-nostdin", "-y", "-v", "error", "-i", "file:" + video, "-f", "ass", "-i", "file:" + drawings,
        "-map", "0:v:0", "-map", "0:a:0", "-map", "1:s:0", "-c", "copy", "-map_metadata:g", "-1",
        "-metadata:s:s:0", "title=Drawings", "-disposition:s:0", "0", "-fflags", "+bitexact", "-f", "matroska", "file:" + output,
    ];

    private PlacedDrawing? Place(Drawing drawing)
    {
        for (var input = 0; input < _inputs.Count; input++)
        {
            var file = _inputs[input].File;
            if (file.Person.Participant == drawing.Participant && _tiles.TryGetValue((input, drawing.Feed), out var tile)
                && file.Tracks.FirstOrDefault(track => track.Feed == drawing.Feed && track.Width > 0) is { } picture)
            {
                return Place(drawing, tile, picture);
            }
        }

        return null;
    }

    private PlacedDrawing Place(Drawing drawing, int tile, PersonTrack picture)
    {
        var scale = Math.Min((double)_tileWidth / picture.Width, (double)_tileHeight / picture.Height);
        var (width, height) = (picture.Width * scale, picture.Height * scale);
        var left = (tile % _columns * _tileWidth) + ((_tileWidth - width) / 2);
        var top = (tile / _columns * _tileHeight) + ((_tileHeight - height) / 2);
        return new(drawing.FromMs, drawing.ToMs, drawing.By, [.. drawing.Points.Select((value, index) => (int)Math.Round(
            index % 2 == 0 ? left + (value * width / JournalDrawing.Full) : top + (value * height / JournalDrawing.Full)))]);
    }

    private void Place(int input, IReadOnlyList<PersonTrack> tracks)
    {
        var pictures = 0;
        var sounds = 0;
        foreach (var track in tracks)
        {
            if (track.Kind == TrackKind.Audio)
            {
                _sounds.Add((input, sounds++));
                continue;
            }

            var stream = pictures++;
            if (track.Shown.Count > 0)
            {
                // Somebody who came back is shown in the place where they were.
                _tiles.TryAdd((input, track.Feed), _tiles.Count);
                _pictures.Add((input, stream, _tiles[(input, track.Feed)], track));
            }
        }
    }

    private string Filter()
    {
        var graph = new StringBuilder();
        var duration = Seconds(_duration);
        graph.Append(CultureInfo.InvariantCulture, $"color=c=black:s={Width}x{Height}:r={FramesPerSecond}:d={duration}");
        graph.Append(CultureInfo.InvariantCulture, $",format=yuv420p[canvas0]");
        for (var index = 0; index < _pictures.Count; index++)
        {
            AppendPicture(graph, index);
        }

        graph.Append(CultureInfo.InvariantCulture, $";[canvas{_pictures.Count}]null[video]");
        AppendSound(graph, duration);
        return graph.ToString();
    }

    private void AppendPicture(StringBuilder graph, int index)
    {
        var (input, stream, tile, track) = _pictures[index];
        var x = tile % _columns * _tileWidth;
        var y = tile / _columns * _tileHeight;
        // The canvas shows the latest picture at each of its instants, on average half a frame late: come that earlier.
        graph.Append(CultureInfo.InvariantCulture, $";[{input}:v:{stream}]setpts=PTS-{0.5 / FramesPerSecond}/TB");
        graph.Append(
            CultureInfo.InvariantCulture,
            $",scale=w={_tileWidth}:h={_tileHeight}:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bilinear");
        graph.Append(
            CultureInfo.InvariantCulture,
            $",pad={_tileWidth}:{_tileHeight}:(ow-iw)/2:(oh-ih)/2:eval=frame,setsar=1,format=yuv420p[picture{index}]");
        graph.Append(CultureInfo.InvariantCulture, $";[canvas{index}][picture{index}]overlay=x={x}:y={y}:eof_action=repeat");
        var spans = track.Shown.Select(span => string.Create(
            CultureInfo.InvariantCulture, $"between(t,{span.FromMs / 1000.0:F3},{span.ToMs / 1000.0:F3})"));
        graph.Append(CultureInfo.InvariantCulture, $":enable='{string.Join('+', spans)}'[canvas{index + 1}]");
    }

    private void AppendSound(StringBuilder graph, string duration)
    {
        graph.Append(
            CultureInfo.InvariantCulture, $";anullsrc=r=48000:cl=stereo,atrim=duration={duration}[sound0]");
        for (var index = 0; index < _sounds.Count; index++)
        {
            // Stretching by up to 1000 samples a second follows the sender's clock. The resampler is forced to be there from
            // the start: brought in later, it would lay the silence before the first sound a second time.
            graph.Append(
                CultureInfo.InvariantCulture,
                $";[{_sounds[index].Input}:a:{_sounds[index].Stream}]aresample=48000:flags=+res:async=1000");
            graph.Append(
                CultureInfo.InvariantCulture,
                $":first_pts=0,aformat=sample_fmts=fltp:channel_layouts=stereo[sound{index + 1}]");
        }

        graph.Append(';');
        for (var index = 0; index <= _sounds.Count; index++)
        {
            graph.Append(CultureInfo.InvariantCulture, $"[sound{index}]");
        }

        graph.Append(
            CultureInfo.InvariantCulture, $"amix=inputs={_sounds.Count + 1}:duration=first:normalize=0[sound]");
    }

    private static string Seconds(TimeSpan time) => time.TotalSeconds.ToString("F3", CultureInfo.InvariantCulture);
}
