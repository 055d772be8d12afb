using System.Globalization;
using Telemed.Consults.Consults;
using Telemed.Consults.Institutions;
using Telemed.Consults.Library;
using Telemed.Storage;

namespace Telemed.Cli.Simulate;

/// <summary>
/// Lays copies down for the case library, as long as such texts are (1,200 characters) and each with a few words that the others
/// have not. They are seen by nobody until somebody releases them.
/// </summary>
/// <param name="library">The library.</param>
/// <param name="now">When they are laid down.</param>
internal sealed class LibraryFill(ICaseLibrary library, DateTimeOffset now)
{
    private const int Hands = 4;
    private const string Sentence = "患者胸痛两小时，伴大汗，无放射痛；心电图示多导联 ST 段改变，肌钙蛋白升高。";

    private static readonly string[] Services = ["cardiology", "neurology", "emergency", "pathology"];

    private readonly RandomIds _ids = new();

    /// <summary>Lays so many down. Each thousandth has the word <c>rare</c>.</summary>
    public Task RunAsync(int copies, CancellationToken cancellation) => Parallel.ForEachAsync(
        Enumerable.Range(0, copies),
        new ParallelOptions { MaxDegreeOfParallelism = Hands, CancellationToken = cancellation },
        async (number, stop) => await library.StageAsync(Copy(number), now, stop));

    private LibraryCopy Copy(int number)
    {
        var own = string.Create(CultureInfo.InvariantCulture, $"病例{number}{(number % 1_000 == 7 ? " rare" : "")}");
        var part = string.Concat(Enumerable.Repeat(Sentence, 9));
        return new(
            new(_ids.Next()),
            new(Services[number % Services.Length]),
            InstitutionLevel.Township,
            number % 2 == 0 ? Sex.Female : Sex.Male,
            "60-69",
            new($"{own} 胸痛", part + own, part, part),
            []);
    }
}
