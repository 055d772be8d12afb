using Telemed.Consults.Desk;

namespace Telemed.Server.Problems;

/// <summary>The domain's and the media node's refusals in the words of this API.</summary>
internal static class DomainAnswers
{
    private static readonly TimeSpan RetryOverload = TimeSpan.FromSeconds(10);

    /// <summary>The outcome as an answer.</summary>
    public static Answer<T> ToAnswer<T>(this Outcome<T> outcome) => outcome switch
    {
        Outcome<T>.Done done => done.Value,
        Outcome<T>.Refused { Why.Code: "not-found" } => ProblemKind.NotFound,
        Outcome<T>.Refused refused => new Refusal(ProblemKind.Refused, refused.Why.Sentence)
        {
            Reason = refused.Why.Code,
            Errors = refused.Why.Places?.ToDictionary(one => one.Key, one => one.Value.ToArray(), StringComparer.Ordinal),
        },
        Outcome<T>.Invalid invalid => new Refusal(ProblemKind.Invalid, ProblemKind.Invalid.Title)
        {
            Errors = invalid.Errors.ToDictionary(one => one.Key, one => (string[])[one.Value], StringComparer.Ordinal),
        },
        Outcome<T>.Forbidden => ProblemKind.Forbidden,
        Outcome<T>.NotFound => ProblemKind.NotFound,
        _ => ProblemKind.Conflict,
    };

    /// <summary>A refusal of the media node.</summary>
    public static Refusal ToRefusal(this Media.MediaRefusedException refused) =>
        new(ProblemKind.ByCode(refused.Code) ?? ProblemKind.Overloaded, refused.Message)
        {
            RetryAfter = refused.Code == Media.MediaRefusal.Overloaded ? RetryOverload : null,
        };
}
