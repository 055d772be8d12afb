namespace Telemed.Consults.Desk;

/// <summary>What is written in the room, and kept with the case.</summary>
public sealed partial class ConsultDesk
{
    /// <summary>Writes a line in the room. A command identifier that was used before writes no second one.</summary>
    public async Task<Outcome<ConsultState.Filed>> WriteChatAsync(
        Caller caller, ConsultId id, string text, CancellationToken cancellation = default)
    {
        if (text.Length > ChatLine.Longest)
        {
            return new Outcome<ConsultState.Filed>.Invalid(
                new Dictionary<string, string>(StringComparer.Ordinal) { ["text"] = "length" });
        }

        var line = _ids.Next();
        var outcome = await _runner.RunAsync(
            id,
            new(caller.Who.Id, caller.Command, "chat", id.Value, caller.Now),
            state => Gate<ConsultCommand>(caller.Who, state, CaseAction.WriteChat, caller.Now)
                ?? new Outcome<ConsultCommand>.Done(new ConsultCommand.WriteChat(
                    caller.Who.Id,
                    caller.Now,
                    state is ConsultState.Engaged engaged ? RoomSides.Of(caller.Who, engaged) : RoomSide.Observer,
                    line,
                    text)),
            cancellation);
        return outcome is Outcome<Ran>.Done { Value: var ran }
            ? new Outcome<ConsultState.Filed>.Done(ran.State)
            : outcome.As<ConsultState.Filed>();
    }

    /// <summary>All that was written, for those who see the case.</summary>
    public async Task<Outcome<IReadOnlyList<ChatLineView>>> ReadChatAsync(
        StaffMember who, ConsultId id, DateTimeOffset now, CancellationToken cancellation = default)
    {
        var state = (await _store.LoadConsultAsync(id, cancellation)).State;
        var network = await _directory.LoadAsync(cancellation);
        if (Gate<IReadOnlyList<ChatLineView>>(who, state, CaseAction.ViewFull, now, network) is { } closed)
        {
            return closed;
        }

        var file = ((ConsultState.Filed)state).File;
        var people = new ViewBuilder(network, who, now, _times.LeadWindow, [.. file.Guests.Select(one => one.AsPerson(file))]);
        return new Outcome<IReadOnlyList<ChatLineView>>.Done([.. file.Chat.Select(people.Chat)]);
    }
}
