namespace Telemed.Consults.Desk;

/// <summary>The copy of a case for the case library: from its draft to its end.</summary>
public sealed partial class ConsultDesk
{
    /// <summary>A copy as it is made of the case, for who may propose one.</summary>
    public async Task<Outcome<CopyDraftView>> DraftCopyAsync(
        StaffMember who, ConsultId id, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var state = (await _store.LoadConsultAsync(id, cancellation)).State;
        if (Gate<CopyDraftView>(who, state, CaseAction.ProposeCopy, now) is { } closed)
        {
            return closed;
        }

        if (state is not ConsultState.Engaged engaged || !ConsultDecider.TakesCopy(engaged.Status))
        {
            return new Outcome<CopyDraftView>.Refused(new("not-in-state", "A copy is made of a case whose opinion is answered."));
        }

        var draft = CopyDraft.Of(engaged, await _directory.LoadAsync(cancellation));
        return new Outcome<CopyDraftView>.Done(new(
            draft.Service,
            draft.Level,
            draft.Sex,
            draft.AgeBand,
            draft.Text,
            draft.Taken,
            [.. engaged.File.Attachments.Where(one => Pictures.CanClean(one.MediaType)).Select(one => new CopyFileView(one.Id, one.MediaType))]));
    }

    /// <summary>Proposes a copy. The caller has seen that its files can be cleaned.</summary>
    public async Task<Outcome<ConsultView>> ProposeCopyAsync(
        Caller caller, ConsultId id, CopyText text, IReadOnlyList<string> files, CancellationToken cancellation = default)
    {
        if (RequestRules.Check(text) is { Count: > 0 } errors)
        {
            return new Outcome<ConsultView>.Invalid(errors);
        }

        var network = await _directory.LoadAsync(cancellation);
        return await DoAsync(
            caller,
            id,
            "propose-copy",
            CaseAction.ProposeCopy,
            s => new ConsultCommand.ProposeCopy(
                caller.Who.Id, caller.Now, text, files, CopyDraft.Check(text, KnownNames.Of(s, network))),
            cancellation);
    }

    /// <summary>Sends the copy back to its author.</summary>
    public Task<Outcome<ConsultState.Filed>> ReturnCopyAsync(
        Caller caller, ConsultId id, string reason, CancellationToken cancellation = default) =>
        RequestRules.Check("reason", reason) is { Count: > 0 } errors
            ? Task.FromResult<Outcome<ConsultState.Filed>>(new Outcome<ConsultState.Filed>.Invalid(errors))
            : ReviewCopyAsync(
                caller, id, "return-copy", _ => new ConsultCommand.ReturnCopy(caller.Who.Id, caller.Now, reason), cancellation);

    /// <summary>What would be released, for who may release it: asked before its files are cleaned.</summary>
    public async Task<Outcome<CopyRelease>> PrepareCopyAsync(
        StaffMember who, ConsultId id, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var state = (await _store.LoadConsultAsync(id, cancellation)).State;
        var network = await _directory.LoadAsync(cancellation);
        if (Gate<CopyRelease>(who, state, CaseAction.ReviewCopy, now) is { } closed)
        {
            return closed;
        }

        var filed = (ConsultState.Filed)state;
        var command = ReleaseOf(filed, network, who, now, new(_ids.Next()));
        if (new ConsultDecider(_times).Decide(filed, command) is Decision<ConsultEvent>.Refused refused)
        {
            return new Outcome<CopyRelease>.Refused(refused.Why);
        }

        var copy = filed.File.Copy!;
        var rest = CopyDraft.Rest(filed, network);
        return new Outcome<CopyRelease>.Done(new(
            new(command.Copy, rest.Service, rest.Level, rest.Sex, rest.AgeBand, copy.Text!, []),
            [.. copy.Files.Select(file => filed.File.Attachments.First(one => one.Id == file))]));
    }

    /// <summary>Releases the copy as one that is laid down in the library.</summary>
    public async Task<Outcome<ConsultState.Filed>> ReleaseCopyAsync(
        Caller caller, ConsultId id, CopyId copy, CancellationToken cancellation = default)
    {
        var network = await _directory.LoadAsync(cancellation);
        return await ReviewCopyAsync(
            caller, id, "release-copy", state => ReleaseOf(state, network, caller.Who, caller.Now, copy), cancellation);
    }

    /// <summary>Takes the copy out of the library, or off its way there.</summary>
    public Task<Outcome<ConsultView>> WithdrawCopyAsync(
        Caller caller, ConsultId id, CancellationToken cancellation = default) => DoAsync(
            caller,
            id,
            "withdraw-copy",
            CaseAction.ProposeCopy,
            _ => new ConsultCommand.WithdrawCopy(caller.Who.Id, caller.Now),
            cancellation);

    /// <summary>A file of the case as who writes a copy, or releases this one, may look at it once it is cleaned.</summary>
    public async Task<Outcome<Attachment>> FindCopyFileAsync(
        StaffMember who, ConsultId id, string file, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var state = (await _store.LoadConsultAsync(id, cancellation)).State;
        if (Gate<Attachment>(who, state, CaseAction.ReviewCopy, now) is not { } notToRelease)
        {
            return Found(((ConsultState.Filed)state).File, ((ConsultState.Filed)state).File.Copy!.Files.Contains(file));
        }

        return Gate<Attachment>(who, state, CaseAction.ProposeCopy, now) is null
            ? Found(((ConsultState.Filed)state).File, true)
            : notToRelease;

        Outcome<Attachment> Found(CaseFile all, bool may) =>
            may && all.Attachments.FirstOrDefault(one => one.Id == file) is { } found
                ? new Outcome<Attachment>.Done(found)
                : new Outcome<Attachment>.NotFound();
    }

    /// <summary>Who has sent a copy back, or released it, knows no more of the case: they are not answered with it.</summary>
    private async Task<Outcome<ConsultState.Filed>> ReviewCopyAsync(
        Caller caller,
        ConsultId id,
        string kind,
        Func<ConsultState.Filed, ConsultCommand> make,
        CancellationToken cancellation)
    {
        var outcome = await _runner.RunAsync(
            id,
            new(caller.Who.Id, caller.Command, kind, id.Value, caller.Now),
            state => Gate<ConsultCommand>(caller.Who, state, CaseAction.ReviewCopy, caller.Now)
                ?? new Outcome<ConsultCommand>.Done(make((ConsultState.Filed)state)),
            cancellation);
        return outcome is Outcome<Ran>.Done { Value: var ran }
            ? new Outcome<ConsultState.Filed>.Done(ran.State)
            : outcome.As<ConsultState.Filed>();
    }

    private static ConsultCommand.ReleaseCopy ReleaseOf(
        ConsultState.Filed state, Network network, StaffMember who, DateTimeOffset now, CopyId copy) => new(
            who.Id,
            now,
            copy,
            state.File.Copy?.Text is { } text
                ? CopyDraft.Check(text, KnownNames.Of(state, network))
                : new Dictionary<string, IReadOnlyList<Finding>>(StringComparer.Ordinal));
}
