using Telemed.Media.Recording.SecondPlace;
using Telemed.Recording.Crypto;

namespace Telemed.Media.Recording;

/// <summary>
/// Where and how recordings are kept. Configuration section <c>Telemed:Recording</c>. Every option is validated when the
/// node starts; <see cref="Validate"/> lists all faults at once.
/// </summary>
public sealed class RecordingOptions
{
    private CommandMasterKeys? _commandKeys;

    /// <summary>The directory of the journals, keys and finished recordings; created with mode 0700 when missing.</summary>
    public string Directory { get; set; } = "recordings";

    /// <summary>
    /// The file with the master keys, one a line, 32 bytes as base64, the current one first. Default null: a key is
    /// made once in <c>.keys/master.key</c> below <see cref="Directory"/>; keep it elsewhere in earnest use.
    /// </summary>
    public string? MasterKeyFile { get; set; }

    /// <summary>
    /// The environment variable that holds the master keys instead of a file, in the same form. Default null: the file's
    /// keys. Not to be set together with <see cref="MasterKeyFile"/>.
    /// </summary>
    public string? MasterKeyVariable { get; set; }

    /// <summary>
    /// A program that prints the master keys, in the same form: an absolute path and arguments, separated by spaces, started
    /// once without a shell; it has 10 s. Default null: the file's keys. Not to be set together with another of the three.
    /// </summary>
    public string? MasterKeyCommand { get; set; }

    /// <summary>
    /// The node's signing key, a PEM file of an EC key on P-256. Default null: one is made once in <c>.keys/node.key</c>
    /// below <see cref="Directory"/>, with a certificate that it signs itself.
    /// </summary>
    public string? SigningKeyFile { get; set; }

    /// <summary>The certificate of <see cref="SigningKeyFile"/>, a PEM file; set both or none.</summary>
    public string? SigningCertificateFile { get; set; }

    /// <summary>The node's name, which stands in a certificate that it makes. Default <c>node</c>.</summary>
    public string NodeName { get; set; } = "node";

    /// <summary>
    /// The queue between one room's media thread and the journal, in KiB. 256 to 65536, default 2048: some seconds of a
    /// consult. What does not fit is counted and written as a gap.
    /// </summary>
    public int QueueKilobytes { get; set; } = 2048;

    /// <summary>How often written bytes are forced to the disk, in milliseconds. 50 to 1000, default 600: with what
    /// waits for it before, less than a second.</summary>
    public int CommitMilliseconds { get; set; } = 600;

    /// <summary>From how full a disk on no new recording starts, in percent. 50 to 100, default 95.</summary>
    public int RefuseAtPercentFull { get; set; } = 95;

    /// <summary>The ffmpeg program: a path, or a name that is looked up in PATH. Default <c>ffmpeg</c>.</summary>
    public string Ffmpeg { get; set; } = "ffmpeg";

    /// <summary>The ffprobe program: a path, or a name that is looked up in PATH. Default <c>ffprobe</c>.</summary>
    public string Ffprobe { get; set; } = "ffprobe";

    /// <summary>How many threads composing may use. 1 to 64, default 2.</summary>
    public int ComposeThreads { get; set; } = 2;

    /// <summary>How much address space composing may use, in MiB. 512 to 65536, default 4096.</summary>
    public int ComposeMegabytes { get; set; } = 4096;

    /// <summary>How long composing may take, as a multiple of the recording's length. 1 to 100, default 10; never
    /// under two minutes.</summary>
    public int ComposeTimeFactor { get; set; } = 10;

    /// <summary>A second place for sealed recordings. Default: none.</summary>
    public S3Options S3 { get; set; } = new();

    /// <summary>Where the master keys come from; null when the recording directory keeps its own.</summary>
    public IMasterKeySource? MasterKeySource() =>
        MasterKeyCommand is { } command ? CommandKeys(command)
        : MasterKeyVariable is not null ? new EnvironmentMasterKeys(MasterKeyVariable)
        : MasterKeyFile is not null ? new FileMasterKeys(MasterKeyFile)
        : null;

    /// <summary>Every fault of these options, each naming the option, its bound and the value seen; empty when all is well.</summary>
    public IReadOnlyList<string> Validate() => RecordingOptionsValidator.Faults(this);

    // One source for as long as the command is the same, as the program is to run once.
    private CommandMasterKeys CommandKeys(string command) => _commandKeys?.Command == command
        ? _commandKeys
        : _commandKeys = new(command, CommandMasterKeys.UsualLimit);
}
