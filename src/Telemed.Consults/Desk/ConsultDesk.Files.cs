namespace Telemed.Consults.Desk;

/// <summary>Files of the case. The bytes are the shell's; here stands who may add and see them.</summary>
public sealed partial class ConsultDesk
{
    private const int LongestFileName = 200;

    /// <summary>Whether a person may add a file now: asked before its bytes are taken.</summary>
    public async Task<Outcome<ConsultState.Filed>> MayAttachAsync(
        StaffMember who, ConsultId id, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var state = (await _store.LoadConsultAsync(id, cancellation)).State;
        return Gate<ConsultState.Filed>(who, state, CaseAction.Attach, now)
            ?? new Outcome<ConsultState.Filed>.Done((ConsultState.Filed)state);
    }

    /// <summary>Adds a file whose bytes are kept.</summary>
    public Task<Outcome<ConsultView>> AttachAsync(
        Caller caller,
        ConsultId id,
        string mediaType,
        long size,
        string sha256,
        bool scanned,
        string? name,
        Still? still = null,
        CancellationToken cancellation = default) => name?.Length > LongestFileName
            ? Task.FromResult<Outcome<ConsultView>>(new Outcome<ConsultView>.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["name"] = "length" }))
            : DoAsync(
                caller,
                id,
                "attach",
                CaseAction.Attach,
                _ => new ConsultCommand.Attach(caller.Who.Id, caller.Now, mediaType, size, sha256, scanned, name, still),
                cancellation);

    /// <summary>Marks a grey field of the colour card in a still: the factors that make it grey, for whoever shows it.</summary>
    public Task<Outcome<ConsultView>> MarkColourCardAsync(
        Caller caller, ConsultId id, string file, int x, int y, double red, double green, double blue, CancellationToken cancellation = default) =>
        DoAsync(
            caller,
            id,
            "colour-card",
            CaseAction.Attach,
            _ => new ConsultCommand.MarkColourCard(caller.Who.Id, caller.Now, file, x, y, red, green, blue),
            cancellation);

    /// <summary>A file that a person may see; nothing for everybody else.</summary>
    public async Task<Outcome<Attachment>> FindAttachmentAsync(
        StaffMember who, ConsultId id, string file, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var state = (await _store.LoadConsultAsync(id, cancellation)).State;
        return Gate<Attachment>(who, state, CaseAction.ViewFull, now, await _directory.LoadAsync(cancellation))
            ?? (((ConsultState.Filed)state).File.Attachments.FirstOrDefault(one => one.Id == file) is { } found
                ? new Outcome<Attachment>.Done(found)
                : new Outcome<Attachment>.NotFound());
    }
}
