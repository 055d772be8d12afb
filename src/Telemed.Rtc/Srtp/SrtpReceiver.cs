using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Telemed.Rtc.Srtp;

/// <summary>
/// The inbound half of an SRTP session: authenticates, rejects replays and decrypts in place (RFC 3711, RFC 7714).
/// State of an SSRC begins with its first authentic packet, so forged ones leave no trace. Allocates nothing for a
/// known SSRC. One thread at a time; dispose frees native memory.
/// </summary>
public sealed unsafe class SrtpReceiver : IDisposable
{
    private const int ScratchSize = 2048;
    private const ushort LateHalf = 0x8000;
    private const ulong SecondRound = 0x1_0000;

    private readonly SrtpCipher _cipher;
    private readonly SsrcTable<ReplayWindow> _rtp = new();
    private readonly SsrcTable<ReplayWindow> _rtcp = new();
    private byte* _scratch;

    /// <summary>Makes a receiver from a master key and salt.</summary>
    /// <exception cref="ArgumentException">Their lengths are not the profile's.</exception>
    public SrtpReceiver(SrtpProfile profile, ReadOnlySpan<byte> masterKey, ReadOnlySpan<byte> masterSalt)
        : this(SrtpCipher.Create(profile, encrypt: false, masterKey, masterSalt))
    {
    }

    internal SrtpReceiver(SrtpCipher cipher)
    {
        _cipher = cipher;
        if (cipher.FailureDestroysPacket)
            _scratch = (byte*)NativeMemory.Alloc(ScratchSize);
    }

    /// <summary>
    /// Whether the packet accepted last is the newest of its SSRC so far. A late one tells nothing about where its
    /// sender is now.
    /// </summary>
    public bool AcceptedNewest { get; private set; }

    /// <summary>Verifies and decrypts an SRTP packet in place.</summary>
    /// <param name="packet">The packet; its content is undefined when Forged is returned.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="plainLength">The length of the RTP packet when Accepted, else 0.</param>
    public SrtpVerdict UnprotectRtp(byte* packet, int length, out int plainLength)
    {
        plainLength = 0;
        var end = length - _cipher.TagLength;
        var header = SrtpPacket.RtpHeaderLength(packet, end);
        if (header < 0)
            return SrtpVerdict.Malformed;

        var sequence = SrtpPacket.ReadUInt16(packet + SrtpPacket.RtpSequenceOffset);
        var ssrc = SrtpPacket.ReadUInt32(packet + SrtpPacket.RtpSsrcOffset);
        ref var window = ref _rtp.Find(ssrc);
        var verdict = Unsafe.IsNullRef(ref window)
            ? OpenFirstRtp(packet, header, length, ssrc, sequence)
            : OpenNextRtp(packet, header, length, sequence, ref window);
        if (verdict == SrtpVerdict.Accepted)
            plainLength = end;
        return verdict;
    }

    /// <inheritdoc cref="UnprotectRtp(byte*, int, out int)"/>
    public SrtpVerdict UnprotectRtp(Span<byte> packet, out int plainLength)
    {
        fixed (byte* bytes = packet)
            return UnprotectRtp(bytes, packet.Length, out plainLength);
    }

    /// <summary>Verifies and decrypts an SRTCP packet in place. One that is not encrypted (E = 0) is refused.</summary>
    /// <param name="packet">The packet; its content is undefined when Forged is returned.</param>
    /// <param name="length">Its length in bytes.</param>
    /// <param name="plainLength">The length of the RTCP packet when Accepted, else 0.</param>
    public SrtpVerdict UnprotectRtcp(byte* packet, int length, out int plainLength)
    {
        plainLength = 0;
        var end = length - _cipher.TagLength - sizeof(uint);
        if (!SrtpPacket.IsRtcp(packet, end))
            return SrtpVerdict.Malformed;

        var indexWord = _cipher.ReadRtcpIndex(packet, length);
        if ((indexWord & SrtpPacket.EncryptedFlag) == 0)
            return SrtpVerdict.Malformed;

        var index = indexWord & ~SrtpPacket.EncryptedFlag;
        var ssrc = SrtpPacket.ReadUInt32(packet + SrtpPacket.RtcpSsrcOffset);
        ref var window = ref _rtcp.Find(ssrc);
        var known = !Unsafe.IsNullRef(ref window);
        if (known && !window.IsNew(index))
            return SrtpVerdict.Replayed;
        if (!_cipher.OpenRtcp(packet, length, indexWord))
            return SrtpVerdict.Forged;
        if (known)
            AcceptedNewest = window.Accept(index);
        else if (!TryStart(_rtcp, ssrc, index))
            return SrtpVerdict.TooManySources;

        plainLength = end;
        return SrtpVerdict.Accepted;
    }

    /// <inheritdoc cref="UnprotectRtcp(byte*, int, out int)"/>
    public SrtpVerdict UnprotectRtcp(Span<byte> packet, out int plainLength)
    {
        fixed (byte* bytes = packet)
            return UnprotectRtcp(bytes, packet.Length, out plainLength);
    }

    /// <summary>Frees the keys.</summary>
    public void Dispose()
    {
        _cipher.Dispose();
        NativeMemory.Free(_scratch);
        _scratch = null;
    }

    private bool TryStart(SsrcTable<ReplayWindow> table, uint ssrc, ulong index)
    {
        AcceptedNewest = true;
        ref var window = ref table.Add(ssrc);
        if (Unsafe.IsNullRef(ref window))
            return false;
        window.Start(index);
        return true;
    }

    private SrtpVerdict OpenNextRtp(byte* packet, int header, int length, ushort sequence, ref ReplayWindow window)
    {
        var index = RolloverCounter.Nearest(window.Highest, sequence);
        if (!window.IsNew(index))
            return SrtpVerdict.Replayed;
        if (!_cipher.OpenRtp(packet, header, length, index))
            return SrtpVerdict.Forged;
        AcceptedNewest = window.Accept(index);
        return SrtpVerdict.Accepted;
    }

    // A sender that begins near 65,535 and whose first packets are lost is already in its second round: the rollover
    // counter is 1 and nothing tells us so but the tag. GCM destroys what it fails to open, so the second try needs a
    // copy.
    private SrtpVerdict OpenFirstRtp(byte* packet, int header, int length, uint ssrc, ushort sequence)
    {
        var mayRetry = sequence < LateHalf && (!_cipher.FailureDestroysPacket || length <= ScratchSize);
        if (mayRetry && _cipher.FailureDestroysPacket)
            Unsafe.CopyBlockUnaligned(_scratch, packet, (uint)length);

        ulong index = sequence;
        if (!_cipher.OpenRtp(packet, header, length, index))
        {
            if (!mayRetry)
                return SrtpVerdict.Forged;
            if (_cipher.FailureDestroysPacket)
                Unsafe.CopyBlockUnaligned(packet, _scratch, (uint)length);
            index += SecondRound;
            if (!_cipher.OpenRtp(packet, header, length, index))
                return SrtpVerdict.Forged;
        }

        return TryStart(_rtp, ssrc, index) ? SrtpVerdict.Accepted : SrtpVerdict.TooManySources;
    }
}
