using System.Globalization;

namespace Telemed.Fuzz.Tests;

/// <summary>Feeds a target with broken messages and, when it fails, says with which one.</summary>
internal static class FuzzRun
{
    /// <summary>Messages per seed; TELEMED_FUZZ_ITERATIONS raises it for a long night.</summary>
    private static readonly int Iterations = int.Parse(
        Environment.GetEnvironmentVariable("TELEMED_FUZZ_ITERATIONS") ?? "20000", CultureInfo.InvariantCulture);

    public static void Bytes(int seed, IReadOnlyList<byte[]> seeds, Action<byte[]> target)
    {
        var mutator = new Mutator(seed);
        for (var round = 0; round < Iterations; round++)
        {
            var message = round < seeds.Count ? seeds[round] : mutator.Mutate(seeds);
            var hex = Convert.ToHexString(message);
            try
            {
                target(message);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Seed {seed}, round {round}, message {hex}", fault);
            }
        }
    }

    public static void Text(int seed, int rounds, string sample, Action<string> target)
    {
        var mutator = new Mutator(seed);
        for (var round = 0; round < rounds * Math.Max(1, Iterations / 20_000); round++)
        {
            var text = mutator.Mutate(sample);
            try
            {
                target(text);
            }
            catch (Exception fault)
            {
                throw new InvalidOperationException($"Seed {seed}, round {round}, text:\n{text}", fault);
            }
        }
    }
}
