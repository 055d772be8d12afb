using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Library;
using Telemed.Consults.Views;
using Telemed.Server.Audit;
using Telemed.Server.Consults;
using Telemed.Server.Options;
using Telemed.Server.Problems;
using Telemed.Server.Secrets;
using Telemed.Server.SignIn;
using Telemed.Storage;
using Telemed.Storage.Library;

namespace Telemed.Server.Library;

/// <summary>The case library, and copies of cases on their way there; every look noted.</summary>
internal static class LibraryEndpoints
{
    /// <summary>Registers what the library needs.</summary>
    public static void AddLibrary(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(provider => provider.GetRequiredService<ConsultDatabase>().Library);
        services.AddSingleton(provider =>
        {
            var directory = Path.Combine(options.Files.Directory, "library");
            PrivateFiles.EnsureDirectory(options.Files.Directory);
            PrivateFiles.EnsureDirectory(directory);
            return new LibraryFiles(directory, provider.GetRequiredService<ICaseLibrary>());
        });
        services.AddSingleton<LibraryDesk>();
        services.AddSingleton<CopyMaker>();
    }

    /// <summary>Maps <c>/api/library</c> and a case's copy.</summary>
    public static void MapLibrary(this IEndpointRouteBuilder routes)
    {
        var library = routes.MapGroup("/api/library").RequireAuthorization(SessionCookie.SchemeName).AddEndpointFilter<AuditFilter>();
        library.MapPost("/search", SearchAsync).WithSummary("A page of the case library.");
        library.MapGet("/{id}", FindAsync).WithSummary("One copy.");
        library.MapGet("/{id}/files/{file}", PictureAsync).WithSummary("A picture of a copy.");

        var cases = routes.MapGroup("/api/consults/{id}").RequireAuthorization(SessionCookie.SchemeName).AddEndpointFilter<AuditFilter>();
        cases.MapGet("/copy", DraftAsync).WithSummary("A copy as it is made of the case, and what was taken out of it.");
        cases.MapGet("/copy/files/{file}", CleanedAsync).WithSummary("A file of the case as it would go with the copy.");
        cases.MapPost("/propose-copy", ProposeAsync).WithSummary("Proposes a copy for the case library.");
        cases.MapPost("/return-copy", ReturnAsync).WithSummary("Sends the copy back to its author.");
        cases.MapPost("/release-copy", ReleaseAsync).WithSummary("Releases the copy into the library.");
        cases.MapPost("/withdraw-copy", (ConsultBodies.Plain body, string id, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.WithdrawCopyAsync(caller, consult, ct)))
            .WithSummary("Takes the copy out of the library, or off its way there.");
    }

    private static async Task<Results<Ok<LibraryBodies.Page>, ProblemResult>> SearchAsync(
        LibraryBodies.Search body, Desk desk, LibraryDesk library)
    {
        LibraryPlace after = default;
        if (body.After is { } text && !LibraryPlace.TryParse(text, out after))
        {
            return new ProblemResult(Refusal.InvalidField("after", "unknown"));
        }

        var found = (await library.SearchAsync(
            desk.Who,
            body.Service is { } service ? new ServiceCode(service) : null,
            body.Words,
            body.After is null ? null : after,
            body.Size,
            desk.Cancelled)).ToAnswer();
        return found.TryGet(out var page, out var refusal)
            ? TypedResults.Ok(new LibraryBodies.Page([.. page.Copies.Select(LibraryRowView.Of)], page.Next?.ToString()))
            : new ProblemResult(refusal);
    }

    private static async Task<Results<Ok<LibraryCopy>, ProblemResult>> FindAsync(string id, Desk desk, LibraryDesk library) =>
        (await library.FindAsync(desk.Who, new(id), desk.Cancelled)).ToAnswer().TryGet(out var copy, out var refusal)
            ? TypedResults.Ok(copy)
            : new ProblemResult(refusal);

    private static async Task<Results<FileContentHttpResult, ProblemResult>> PictureAsync(
        string id, string file, Desk desk, LibraryDesk library, LibraryFiles pictures)
    {
        var found = (await library.FindAsync(desk.Who, new(id), desk.Cancelled)).ToAnswer();
        if (!found.TryGet(out var copy, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        if (copy.Files.FirstOrDefault(one => one.Id == file) is not { } picture)
        {
            return new ProblemResult(ProblemKind.NotFound);
        }

        try
        {
            return await pictures.ReadAsync(copy.Id, picture.Id, desk.Cancelled) is { } content
                ? TypedResults.File(content, picture.MediaType)
                : new ProblemResult(ProblemKind.NotFound);
        }
        catch (CryptographicException)
        {
            return new ProblemResult(new Refusal(ProblemKind.Refused, "The picture is not as it was kept.") { Reason = "file-damaged" });
        }
    }

    private static async Task<Results<Ok<CopyDraftView>, ProblemResult>> DraftAsync(string id, Desk desk) =>
        (await desk.Consults.DraftCopyAsync(desk.Who, new(id), desk.Now, desk.Cancelled)).ToAnswer().TryGet(out var draft, out var refusal)
            ? TypedResults.Ok(draft)
            : new ProblemResult(refusal);

    private static async Task<Results<FileContentHttpResult, ProblemResult>> CleanedAsync(string id, string file, Desk desk, CopyMaker maker)
    {
        var found = (await desk.Consults.FindCopyFileAsync(desk.Who, new(id), file, desk.Now, desk.Cancelled)).ToAnswer();
        if (!found.TryGet(out var attachment, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        return (await maker.CleanAsync(new(id), attachment, desk.Cancelled)).TryGet(out var content, out refusal)
            ? TypedResults.File(content, attachment.MediaType)
            : new ProblemResult(refusal);
    }

    private static async Task<Results<Ok<ConsultView>, ProblemResult>> ProposeAsync(
        LibraryBodies.Propose body, string id, Desk desk, CopyMaker maker)
    {
        // Who may not propose hears so by the command; what cannot be cleaned is said now and not to the second person.
        foreach (var file in body.Files.Take(CaseCopy.MostFiles))
        {
            var found = (await desk.Consults.FindCopyFileAsync(desk.Who, new(id), file, desk.Now, desk.Cancelled)).ToAnswer();
            if (found.TryGet(out var attachment, out _)
                && Pictures.CanClean(attachment.MediaType)
                && (await maker.CleanAsync(new(id), attachment, desk.Cancelled)).Refusal is { } refusal)
            {
                return new ProblemResult(refusal);
            }
        }

        return await desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) => d.ProposeCopyAsync(
            caller, consult, new(body.Title.Trim(), body.Summary.Trim(), body.Findings.Trim(), body.Advice.Trim()), body.Files, ct));
    }

    private static async Task<Results<NoContent, ProblemResult>> ReturnAsync(ConsultBodies.Reasoned body, string id, Desk desk) =>
        (await desk.AskAsync(body.CommandId, (d, caller, ct) => d.ReturnCopyAsync(caller, new(id), body.Reason, ct))).Refusal is { } refusal
            ? new ProblemResult(refusal)
            : TypedResults.NoContent();

    private static async Task<Results<NoContent, ProblemResult>> ReleaseAsync(ConsultBodies.Plain body, string id, Desk desk, CopyMaker maker) =>
        (await maker.ReleaseAsync(desk, body.CommandId, new(id))).Refusal is { } refusal
            ? new ProblemResult(refusal)
            : TypedResults.NoContent();
}
