using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Views;
using Telemed.Server.Audit;
using Telemed.Server.Consults;
using Telemed.Server.Options;
using Telemed.Server.Problems;
using Telemed.Server.Rooms;
using Telemed.Server.Secrets;
using Telemed.Server.SignIn;
using Telemed.Storage;
using Telemed.Storage.Keys;

namespace Telemed.Server.Files;

/// <summary>
/// Files of cases: taken by what they are, not by what they are called; scanned where a scanner is configured; kept
/// sealed; every look noted. A name travels in a header, percent-encoded: it may say who the patient is, and addresses are
/// logged by every proxy.
/// </summary>
internal static class FileEndpoints
{
    private const string NameHeader = "X-Telemed-Name";
    private const string StillHeader = "X-Telemed-Still";

    /// <summary>Shown by a browser as they are; everything else is only handed out.</summary>
    private static readonly string[] Shown = ["image/png", "image/jpeg", "application/pdf"];

    /// <summary>Registers what the files need.</summary>
    public static void AddFiles(this IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(provider =>
        {
            PrivateFiles.EnsureDirectory(options.Files.Directory);
            return new SealedFiles(options.Files.Directory, provider.GetRequiredService<ConsultDatabase>().Keys);
        });
        services.AddSingleton<IFileScanner>(_ => options.Files.Scanner is { } program
            ? new CommandScanner(program, options.Files.ScannerArguments, options.Files.ScannerLimit)
            : new NoScanner());
    }

    /// <summary>Maps <c>/api/consults/{id}/attachments</c>.</summary>
    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/consults/{id}/attachments").RequireAuthorization(SessionCookie.SchemeName)
            .AddEndpointFilter<AuditFilter>();
        group.MapPost("/", AddAsync).WithMetadata(new RequestSizeLimitAttribute(Attachment.Largest))
            .WithSummary("Adds a file; its bytes are the body.");
        group.MapPost("/{file}/colour-card", (ColourCardBody body, string id, string file, Desk desk) =>
            desk.DoAsync(body.CommandId, id, (d, caller, consult, ct) =>
                d.MarkColourCardAsync(caller, consult, file, body.X, body.Y, body.Red, body.Green, body.Blue, ct)))
            .WithSummary("Marks a grey field of the colour card in a still.");
        group.MapGet("/{file}", GetAsync).WithSummary("A file, as it was added.");
    }

    private static async Task<Results<Ok<ConsultView>, ProblemResult>> AddAsync(
        string id, Desk desk, SealedFiles files, IFileScanner scanner, RoomDirectory rooms, HttpRequest request)
    {
        // Before a byte is read: who may not add a file sends none.
        var may = (await desk.Consults.MayAttachAsync(desk.Who, new(id), desk.Now, desk.Cancelled)).ToAnswer();
        if (may.Refusal is { } refused)
        {
            return new ProblemResult(refused);
        }

        if (!(await StillOf(request, id, desk, rooms)).TryGet(out var still, out var unknown))
        {
            return new ProblemResult(unknown);
        }

        var content = await ReadAsync(request, desk.Cancelled);
        if (content is null)
        {
            return new ProblemResult(ProblemKind.TooLarge);
        }

        if (FileKinds.Of(content) is not { } mediaType)
        {
            return new ProblemResult(new Refusal(ProblemKind.Refused, "Pictures, PDF, DICOM and SCP-ECG are taken.") { Reason = "file-kind" });
        }

        var verdict = await scanner.ScanAsync(content, desk.Cancelled);
        if (verdict is ScanVerdict.Infected or ScanVerdict.Failed)
        {
            return new ProblemResult(verdict == ScanVerdict.Infected
                ? new Refusal(ProblemKind.Refused, "The scanner found something in the file.") { Reason = "file-infected" }
                : new Refusal(ProblemKind.Refused, "The scanner does not answer; try again later.") { Reason = "scanner-failed" });
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(content));
        if (!await files.WriteAsync(new ConsultId(id), Attachment.IdOf(hash), content, desk.Cancelled))
        {
            return new ProblemResult(ProblemKind.NotFound);
        }

        // The same file again is the same command: it is there once.
        return await desk.DoAsync("file-" + Attachment.IdOf(hash), id, (d, caller, consult, ct) => d.AttachAsync(
            caller, consult, mediaType, content.Length, hash, verdict == ScanVerdict.Clean, NameOf(request), still, ct));
    }

    /// <summary>Which still of the room this file is; null for any other file.</summary>
    private static async Task<Answer<Still?>> StillOf(HttpRequest request, string id, Desk desk, RoomDirectory rooms)
    {
        if (request.Headers[StillHeader].ToString() is not { Length: > 0 } wanted)
        {
            return (Still?)null;
        }

        var found = rooms.Find(new(id)) is { } room ? await room.FindStillAsync(wanted, desk.Who.Id) : (Answer<Still?>)(Still?)null;
        return found.Refusal is null && found.Value is null
            ? new Refusal(ProblemKind.Refused, "Nobody asked for this still.") { Reason = "no-such-still" }
            : found;
    }

    private static async Task<Results<FileContentHttpResult, ProblemResult>> GetAsync(
        string id, string file, Desk desk, SealedFiles files)
    {
        var found = (await desk.Consults.FindAttachmentAsync(desk.Who, new(id), file, desk.Now, desk.Cancelled)).ToAnswer();
        if (!found.TryGet(out var attachment, out var refusal))
        {
            return new ProblemResult(refusal);
        }

        byte[]? content;
        try
        {
            content = await files.ReadAsync(new ConsultId(id), attachment.Id, desk.Cancelled);
        }
        catch (CryptographicException)
        {
            return new ProblemResult(Damaged());
        }

        if (content is null)
        {
            return new ProblemResult(ProblemKind.NotFound);
        }

        return Convert.ToHexStringLower(SHA256.HashData(content)) == attachment.Sha256
            ? TypedResults.File(
                content,
                attachment.MediaType,
                Shown.Contains(attachment.MediaType) ? null : $"{attachment.Id}.{attachment.MediaType.Split('/')[^1]}")
            : new ProblemResult(Damaged());
    }

    private static Refusal Damaged() =>
        new(ProblemKind.Refused, "The file is not as it was added; it is not shown.") { Reason = "file-damaged" };

    /// <summary>The body; <c>null</c> when it is larger than is taken.</summary>
    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var all = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(all, cancellation);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return null;
        }

        return all.ToArray();
    }

    private static string? NameOf(HttpRequest request) =>
        request.Headers[NameHeader].ToString() is { Length: > 0 } name ? Uri.UnescapeDataString(name) : null;
}
