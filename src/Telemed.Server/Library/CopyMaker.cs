using System.Security.Cryptography;
using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Library;
using Telemed.Server.Consults;
using Telemed.Server.Problems;
using Telemed.Storage.Keys;
using Telemed.Storage.Library;

namespace Telemed.Server.Library;

/// <summary>
/// Brings a copy into the library: its pictures are cleaned and laid down under a key of their own, unseen; then the case says
/// that it is released, and with that it is. Whatever fails before leaves nothing behind. Any thread.
/// </summary>
internal sealed class CopyMaker(SealedFiles cases, LibraryFiles pictures, ICaseLibrary library, IIdSource ids)
{
    /// <summary>A file of a case without what it says of somebody.</summary>
    public async Task<Answer<byte[]>> CleanAsync(ConsultId consult, Attachment file, CancellationToken cancellation)
    {
        byte[]? content;
        try
        {
            content = await cases.ReadAsync(consult, file.Id, cancellation);
        }
        catch (CryptographicException)
        {
            return new Refusal(ProblemKind.Refused, "The file is not as it was added.") { Reason = "file-damaged" };
        }

        return content is null ? ProblemKind.NotFound
            : Pictures.Clean(content, file.MediaType, ids.Next()) is { } cleaned ? cleaned
            : new Refusal(ProblemKind.Refused, "Of this file what it says of somebody cannot be taken out.") { Reason = "file-not-cleanable" };
    }

    /// <summary>Releases the copy that waits, for who may.</summary>
    public async Task<Answer<bool>> ReleaseAsync(Desk desk, string commandId, ConsultId consult)
    {
        var prepared = (await desk.Consults.PrepareCopyAsync(desk.Who, consult, desk.Now, desk.Cancelled)).ToAnswer();
        if (!prepared.TryGet(out var release, out var refused))
        {
            // It may have been released by this very command, whose answer was lost.
            return await AppendAsync(desk, commandId, consult, new(ids.Next())) is { Refusal: null } ? true : refused;
        }

        var cleaned = new List<byte[]>();
        foreach (var file in release.Files)
        {
            if (!(await CleanAsync(consult, file, desk.Cancelled)).TryGet(out var content, out var why))
            {
                return why;
            }

            cleaned.Add(content);
        }

        var copy = release.Copy with
        {
            Files = [.. release.Files.Select((file, i) => new LibraryFile(LibraryFile.IdOf(i), file.MediaType, cleaned[i].Length))],
        };
        var done = false;
        try
        {
            await library.StageAsync(copy, desk.Now, desk.Cancelled);
            for (var i = 0; i < cleaned.Count; i++)
            {
                await pictures.WriteAsync(copy.Id, copy.Files[i].Id, cleaned[i], desk.Cancelled);
            }

            var appended = await AppendAsync(desk, commandId, consult, copy.Id);
            done = appended.TryGet(out var state, out var why) && state.File.Copy?.Released == copy.Id;
            return appended.Select(_ => true);
        }
        finally
        {
            if (!done)
            {
                await library.DropAsync(copy.Id, CancellationToken.None); // Released meanwhile, it is not dropped by this.
                await pictures.SweepAsync(copy.Id, CancellationToken.None);
            }
        }
    }

    private static Task<Answer<ConsultState.Filed>> AppendAsync(Desk desk, string commandId, ConsultId consult, CopyId copy) =>
        desk.AskAsync(commandId, (d, caller, ct) => d.ReleaseCopyAsync(caller, consult, copy, ct));
}
