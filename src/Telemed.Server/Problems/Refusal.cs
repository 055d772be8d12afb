using Microsoft.AspNetCore.SignalR;

namespace Telemed.Server.Problems;

/// <summary>Something that a caller asked for and does not get, with what the caller needs to go on.</summary>
/// <param name="Kind">Which kind.</param>
/// <param name="Detail">One English sentence; never holds personal data, an address or a token.</param>
internal sealed record Refusal(ProblemKind Kind, string Detail)
{
    /// <summary>The decider's own code when it refused.</summary>
    public string? Reason { get; init; }

    /// <summary>Faulty fields and what is wrong with each, as codes.</summary>
    public IReadOnlyDictionary<string, string[]>? Errors { get; init; }

    /// <summary>When trying again makes sense.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>A refusal with the kind's own title as its sentence.</summary>
    public static implicit operator Refusal(ProblemKind kind) => new(kind, kind.Title);

    /// <summary>One faulty field.</summary>
    public static Refusal InvalidField(string field, string code) =>
        new(ProblemKind.Invalid, $"The field '{field}' is faulty: {code}.")
        {
            Errors = new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [code] },
        };

    /// <summary>This refusal for a hub's caller: <c>code: sentence</c>, where the decider's code wins.</summary>
    public HubException ToHubException() => new($"{Reason ?? Kind.Code}: {Detail}");
}
