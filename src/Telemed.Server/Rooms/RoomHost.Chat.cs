using Telemed.Consults.Consults;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Server.Problems;

namespace Telemed.Server.Rooms;

/// <summary>
/// The chat: a copy of the case's lines, in the case's order. The room says nothing that is not stored, and hears of what
/// another node stored as of every fact.
/// </summary>
internal sealed partial class RoomHost
{
    private static readonly Name Unknown = new("?", "?");

    /// <summary>Facts hold whole milliseconds: a line of the one in which somebody came is not from before.</summary>
    private static readonly TimeSpan LineTick = TimeSpan.FromMilliseconds(1);

    private readonly List<RoomLine> _chat = [];

    /// <summary>How many of the case's lines are known here, those set apart with them; null before the first look.</summary>
    private int? _linesRead;

    /// <summary>
    /// Says something in writing: it is stored first, and beside the room's loop, which so waits for no database.
    /// </summary>
    public async Task<Answer<Nothing>> ChatAsync(string person, ChatRequest request)
    {
        var asked = await AskAsync<RoomMember>(() => Task.FromResult(WhoWrites(person)));
        if (!asked.TryGet(out var member, out var refusal))
        {
            return refusal;
        }

        var who = (await CallerOfAsync(member)) with { Command = new CommandId(request.MessageId) };
        var written = (await _services.Desk.WriteChatAsync(who, Consult, request.Text)).ToAnswer();
        return written.TryGet(out var state, out refusal)
            ? await _loop.AskAsync<Answer<Nothing>>(
                async () =>
                {
                    await TellChatAsync(state.File);
                    return default(Nothing);
                },
                () => default(Nothing)) // The room is over; the line is stored all the same.
            : refusal;
    }

    private Answer<RoomMember> WhoWrites(string person) => _members.GetValueOrDefault(person) switch
    {
        null => ProblemKind.RoomClosed,
        { Side: RoomSide.Observer } => ProblemKind.Forbidden,
        var member => member,
    };

    /// <summary>Looks at the case's lines once, when the room opens here: it may have been another node's, or closed for a while.</summary>
    private async Task ReadChatAsync()
    {
        if (_linesRead is null && (await _services.Store.LoadConsultAsync(Consult)).State is ConsultState.Filed { File: var file })
        {
            await TellChatAsync(file);
        }
    }

    private async Task<DateTimeOffset> ReadsFromAsync(PersonId who) =>
        ((await _services.Store.LoadConsultAsync(Consult)).State as ConsultState.Filed)?.File.InRoomSince(who) ?? Now;

    /// <summary>Somebody wrote; mostly in this room, which has told it already.</summary>
    private async Task HearChatAsync(ConsultEvent.ChatWritten written)
    {
        if (!_closed && _chat.FindLastIndex(line => line.Id == written.Id) < 0
            && (await _services.Store.LoadConsultAsync(Consult)).State is ConsultState.Filed { File: var file })
        {
            await TellChatAsync(file);
        }
    }

    /// <summary>Tells the lines that are new here. Those that the room opens with stand in the answers to who comes in.</summary>
    private async Task TellChatAsync(CaseFile file)
    {
        var isFirst = _linesRead is null;
        var network = await _services.Directory.LoadAsync();
        foreach (var line in file.Chat.Skip(_linesRead ?? 0).Where(line => !line.IsSetApart))
        {
            var told = new RoomLine(
                line.Id, line.By.Value, file.FindPerson(line.By, network)?.Name ?? Unknown, line.Text ?? string.Empty, line.At);
            _chat.Add(told);
            if (!isFirst)
            {
                Tell(new RoomEvent.Chat(told));
            }
        }

        _linesRead = Math.Max(_linesRead ?? 0, file.Chat.Count);
    }

    /// <summary>
    /// A guest reads what was written since they came; who looks on reads nothing, for it may name the patient. Since when they
    /// are here is the case's, not this node's: what was written while they were on their way to it is theirs too.
    /// </summary>
    private static bool ReadsChat(RoomMember member, RoomLine line) =>
        !member.IsGuest || (member.Side != RoomSide.Observer && line.At + LineTick > member.ReadsFrom);
}
