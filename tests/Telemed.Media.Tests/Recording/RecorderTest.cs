using Microsoft.Extensions.Logging.Abstractions;
using Telemed.Media.Recording;
using Telemed.RecorderRig.Senders;
using Telemed.Recording.Journal;
using Telemed.Rtc.Rtp;

namespace Telemed.Media.Tests.Recording;

/// <summary>What tests of the recorder share: its disk, its recordings, and packets to record.</summary>
public abstract class RecorderTest : IDisposable
{
    private protected static readonly TrackDescription Voice =
        new("a", "a-voice", "0", TrackKind.Audio, "voice", "", "opus", 111, 48_000, 1000);

    private protected Session Session { get; } = new();

    private protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        GC.SuppressFinalize(this);
        Session.Dispose();
    }

    private protected static byte[] Packet(int number)
    {
        var buffer = new byte[200];
        var writer = new RtpPacketWriter(buffer, false, 111, (ushort)number, (uint)(number * 960), new(1000));
        return buffer[..writer.Finish(new byte[100])];
    }

    /// <summary>A recorder that no slow machine makes give up.</summary>
    private protected Recorder NewRecorder(JournalDisk? disk = null, Func<double>? percentFull = null) =>
        new(Session.Options, NullLoggerFactory.Instance, disk ?? new JournalDisk(), percentFull ?? (() => 0), Session.NoStall);

    private protected static Task<RecordingTap> OpenAsync(Recorder recorder, string id, int epoch = 0)
    {
        var start = new RecordingStart(id, epoch, Session.StartedAt, []) { ConsultId = "consult-1" };
        return recorder.OpenAsync(start, new(0), Cancel);
    }
}
