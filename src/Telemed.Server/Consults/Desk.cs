using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Stores;
using Telemed.Consults.Views;
using Telemed.Server.Problems;
using Telemed.Server.Recordings;

namespace Telemed.Server.Consults;

/// <summary>The consult desk as one request of one signed-in person sees it.</summary>
internal sealed class Desk
{
    private readonly RecordingFinisher _finisher;

    private Desk(StaffMember who, ConsultDesk consults, RecordingFinisher finisher, DateTimeOffset now, CancellationToken cancelled)
    {
        Who = who;
        Consults = consults;
        _finisher = finisher;
        Now = now;
        Cancelled = cancelled;
    }

    /// <summary>The signed-in person, looked up for this request, so that a role taken away is gone at once.</summary>
    public StaffMember Who { get; }

    /// <summary>The desk of the domain.</summary>
    public ConsultDesk Consults { get; }

    /// <summary>When the request came.</summary>
    public DateTimeOffset Now { get; }

    /// <summary>Whether the client is gone.</summary>
    public CancellationToken Cancelled { get; }

    /// <summary>Binds an endpoint's parameter. The session's person exists: the cookie is refused otherwise.</summary>
    public static async ValueTask<Desk?> BindAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var network = await services.GetRequiredService<IDirectory>().LoadAsync(context.RequestAborted);
        return context.User.FindFirstValue(ClaimTypes.NameIdentifier) is { } id
            && network.FindPerson(new PersonId(id)) is { } who
                ? new(
                    who,
                    services.GetRequiredService<ConsultDesk>(),
                    services.GetRequiredService<RecordingFinisher>(),
                    services.GetRequiredService<TimeProvider>().GetUtcNow(),
                    context.RequestAborted)
                : null;
    }

    /// <summary>Asks the domain under a command id.</summary>
    public async Task<Answer<T>> AskAsync<T>(
        string commandId, Func<ConsultDesk, Caller, CancellationToken, Task<Outcome<T>>> ask) =>
        commandId.Length is > 0 and <= 64
            ? (await ask(Consults, CallerOf(commandId), Cancelled)).ToAnswer()
            : Refusal.InvalidField("commandId", "length");

    /// <summary>Does a command to a consult and answers with it.</summary>
    public async Task<Results<Ok<ConsultView>, ProblemResult>> DoAsync(
        string commandId,
        string consult,
        Func<ConsultDesk, Caller, ConsultId, CancellationToken, Task<Outcome<ConsultView>>> command)
    {
        var answer = await AskAsync(commandId, (desk, caller, ct) => command(desk, caller, new(consult), ct));
        return answer.TryGet(out var view, out var refusal)
            ? TypedResults.Ok(WithProgress(view))
            : new ProblemResult(refusal);
    }

    /// <summary>The person under a command id.</summary>
    public Caller CallerOf(string commandId) => new(Who, new(commandId), Now);

    /// <summary>The view with how far the files of its recordings are made.</summary>
    public ConsultView WithProgress(ConsultView view) => view with
    {
        Recordings = [.. view.Recordings.Select(one => one with { Progress = _finisher.ProgressOf(one.Id) })],
    };
}
