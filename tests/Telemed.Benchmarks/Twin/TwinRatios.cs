using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Telemed.Rtc.Srtp;

namespace Telemed.Benchmarks.Twin;

/// <summary>
/// Our SRTP beside the same loop in C, in turn in one process: the machine's mood touches both alike, so their ratio can be
/// trusted where nanoseconds cannot. Prints the figures as JSON. Run with <c>twin</c>.
/// </summary>
internal static unsafe class TwinRatios
{
    private const int Rounds = 15;
    private const int Packets = 4000;
    private const int Length = 1200;
    private const int SlotSize = 1536;
    private const double Goal = 1.1;

    /// <summary>Runs both in turn.</summary>
    public static int Run()
    {
        var protects = new List<(double Ours, double Theirs)>();
        var unprotects = new List<(double Ours, double Theirs)>();
        for (var round = -2; round < Rounds; round++)
        {
            var protect = (Protect(), TwinLibrary.Protect(Packets, Length));
            var unprotect = (Unprotect(), TwinLibrary.Unprotect(Packets, Length));
            if (round >= 0)
            {
                protects.Add(protect);
                unprotects.Add(unprotect);
            }
        }

        object[] figures = [.. Figures("protect", protects), .. Figures("unprotect", unprotects)];
        Console.WriteLine(JsonSerializer.Serialize(figures));
        return unprotects.All(one => one.Theirs > 0) ? 0 : 1;
    }

    private static IEnumerable<object> Figures(string name, List<(double Ours, double Theirs)> rounds)
    {
        var ratios = rounds.Select(round => round.Ours / round.Theirs).Order().ToList();
        yield return Figure($"srtp gcm {name} 1200 B", Median(rounds.Select(round => round.Ours)), "ns", null, 0);
        yield return Figure($"srtp gcm {name} 1200 B in C", Median(rounds.Select(round => round.Theirs)), "ns", null, 0);
        yield return Figure(
            $"srtp gcm {name}, ratio to C", Median(ratios), "x", Goal, ratios[^2] - ratios[1]);
    }

    private static object Figure(string name, double value, string unit, double? goal, double spread) => new
    {
        name,
        value = Math.Round(value, 3),
        unit,
        goal,
        holds = goal is { } bound ? value <= bound : (bool?)null,
        spread = Math.Round(spread, 3),
    };

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);

    private static double Protect()
    {
        using var sender = new SrtpSender(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12]);
        var source = (byte*)NativeMemory.AllocZeroed(SlotSize);
        var slot = (byte*)NativeMemory.AlignedAlloc(SlotSize, 64);
        source[0] = 0x80;
        var from = Stopwatch.GetTimestamp();
        for (var i = 0; i < Packets; i++)
        {
            Fill(slot, source, Length, i);
            sender.ProtectRtp(slot, Length);
        }

        var each = Stopwatch.GetElapsedTime(from).TotalNanoseconds / Packets;
        NativeMemory.Free(source);
        NativeMemory.AlignedFree(slot);
        return each;
    }

    private static double Unprotect()
    {
        using var sender = new SrtpSender(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12]);
        using var receiver = new SrtpReceiver(SrtpProfile.AeadAes128Gcm, new byte[16], new byte[12]);
        var ring = (byte*)NativeMemory.AlignedAlloc(Packets * SlotSize, 64);
        var slot = (byte*)NativeMemory.AlignedAlloc(SlotSize, 64);
        new Span<byte>(ring, Packets * SlotSize).Fill(0x55);
        var length = 0;
        for (var i = 0; i < Packets; i++)
        {
            var packet = ring + (i * SlotSize);
            new Span<byte>(packet, 12).Clear();
            packet[0] = 0x80;
            BinaryPrimitives.WriteUInt16BigEndian(new(packet + 2, 2), (ushort)i);
            length = sender.ProtectRtp(packet, Length);
        }

        var from = Stopwatch.GetTimestamp();
        for (var i = 0; i < Packets; i++)
        {
            Buffer.MemoryCopy(ring + (i * SlotSize), slot, SlotSize, length);
            if (receiver.UnprotectRtp(slot, length, out _) != SrtpVerdict.Accepted)
            {
                throw new InvalidOperationException("A packet of ours was refused.");
            }
        }

        var each = Stopwatch.GetElapsedTime(from).TotalNanoseconds / Packets;
        NativeMemory.AlignedFree(ring);
        NativeMemory.AlignedFree(slot);
        return each;
    }

    private static void Fill(byte* slot, byte* source, int length, int sequence)
    {
        Buffer.MemoryCopy(source, slot, SlotSize, length);
        BinaryPrimitives.WriteUInt16BigEndian(new(slot + 2, 2), (ushort)sequence);
    }
}
