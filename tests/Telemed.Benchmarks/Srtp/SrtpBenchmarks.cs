using System.Buffers.Binary;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using Telemed.Rtc.Srtp;

namespace Telemed.Benchmarks.Srtp;

/// <summary>
/// A 1,200-byte RTP packet in native memory. A receiver takes each packet once, so unprotecting is
/// <see cref="ProtectAndUnprotect"/> less <see cref="Protect"/>.
/// </summary>
[Config(typeof(InProcessConfig))]
public unsafe class SrtpBenchmarks : IDisposable
{
    private const int Length = 1200;
    private const int SlotSize = 1536;

    private SrtpSender _sender = null!;
    private SrtpReceiver _receiver = null!;
    private byte* _slot;
    private byte* _source;
    private ushort _sequence;

    [Params(SrtpProfile.AeadAes128Gcm, SrtpProfile.Aes128CmSha1Tag80)]
    public SrtpProfile Profile { get; set; }

    [GlobalSetup]
    public void SetUp()
    {
        var key = new byte[Profile.KeyLength()];
        var salt = new byte[Profile.SaltLength()];
        _sender = new(Profile, key, salt);
        _receiver = new(Profile, key, salt);
        _slot = (byte*)NativeMemory.AlignedAlloc(SlotSize, 64);
        _source = (byte*)NativeMemory.AlignedAlloc(SlotSize, 64);
        new Span<byte>(_source, SlotSize).Fill(0x55);
        new Span<byte>(_source, 12).Clear();
        _source[0] = 0x80;
    }

    [Benchmark(Baseline = true)]
    public int CopyOnly()
    {
        Fill();
        return _slot[1];
    }

    [Benchmark]
    public int Protect()
    {
        Fill();
        return _sender.ProtectRtp(_slot, Length);
    }

    [Benchmark]
    public int ProtectAndUnprotect()
    {
        Fill();
        var length = _sender.ProtectRtp(_slot, Length);
        if (_receiver.UnprotectRtp(_slot, length, out var plain) != SrtpVerdict.Accepted)
            throw new InvalidOperationException("The packet must open.");
        return plain;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _sender?.Dispose();
        _receiver?.Dispose();
        NativeMemory.AlignedFree(_slot);
        NativeMemory.AlignedFree(_source);
        _slot = null;
        _source = null;
    }

    private void Fill()
    {
        new ReadOnlySpan<byte>(_source, Length).CopyTo(new(_slot, Length));
        BinaryPrimitives.WriteUInt16BigEndian(new(_slot + 2, 2), ++_sequence);
    }
}
