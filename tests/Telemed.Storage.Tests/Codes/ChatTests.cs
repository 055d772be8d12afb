using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>The requirement on the chat: kept with the case, for as long as it is, and destroyed with its key.</summary>
public sealed class ChatTests(PostgresFixture postgres) : CodeTest(postgres)
{
    private const string Said = "血压 90/60，zq-4417";

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_is_written_in_the_room_stands_in_the_case_for_those_who_see_it_whole(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        Done(await WriteAsync(world, consult.Id, world.Clinic, Said));
        world.Now += TimeSpan.FromSeconds(5);
        Done(await WriteAsync(world, consult.Id, world.Specialist, "收到"));

        foreach (var who in (StaffMember[])[world.Clinic, world.Person("ma.hong"), world.Specialist])
        {
            var chat = (await SeeAsync(world, consult.Id, who)).Chat;
            Assert.Equal(2, chat.Count);
            Assert.Equal([(world.Clinic.Id, Said), (world.Specialist.Id, "收到")], chat.Latest.Select(line => (line.By, line.Text!)));
            Assert.Equal((world.Clinic.Name, World.Whole(World.Start)), (chat.Latest[0].Name, chat.Latest[0].At));
            Assert.Equal(chat.Latest, Done(await world.Consults.ReadChatAsync(who, consult.Id, world.Now, Cancellation)));
        }

        var dispatcher = world.Person("he.yan");
        var told = await SeeAsync(world, consult.Id, dispatcher);
        Assert.Equal((0, 0), (told.Chat.Count, told.Chat.Latest.Count));
        Assert.DoesNotContain(told.Timeline, one => one.Code == "chatWritten");
        Assert.IsType<Outcome<IReadOnlyList<ChatLineView>>.Forbidden>(
            await world.Consults.ReadChatAsync(dispatcher, consult.Id, world.Now, Cancellation));
        Assert.IsType<Outcome<IReadOnlyList<ChatLineView>>.NotFound>(
            await world.Consults.ReadChatAsync(world.OtherClinic, consult.Id, world.Now, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_interprets_writes_and_reads_in_the_room_alone_and_who_looks_on_does_neither(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var (interpreter, trainee) = (world.Person("mai.ming"), world.Person("ding.yan"));
        var consult = await world.InSessionAsync();
        Done(await world.Consults.AskInterpreterAsync(world.As(world.Clinic), consult.Id, "ug", Cancellation));
        Done(await world.Consults.AnswerInterpretingAsync(world.As(interpreter), consult.Id, true, Cancellation));
        Done(await world.Consults.ConsentAsync(
            world.As(world.Clinic), consult.Id, World.PatientAgrees with { Item = ConsentItem.Teaching }, Cancellation));
        Done(await world.Consults.TeachAsync(world.As(world.Specialist), consult.Id, true, Cancellation));

        Done(await WriteAsync(world, consult.Id, interpreter, Said));
        Assert.IsType<Outcome<ConsultState.Filed>.Forbidden>(await WriteAsync(world, consult.Id, trainee, Said));
        foreach (var who in (StaffMember[])[interpreter, trainee])
        {
            Assert.Equal((0, 0), await CountsAsync(who));
            Assert.IsType<Outcome<IReadOnlyList<ChatLineView>>.Forbidden>(
                await world.Consults.ReadChatAsync(who, consult.Id, world.Now, Cancellation));
        }

        Assert.Equal((1, 1), await CountsAsync(world.Clinic));

        async Task<(int, int)> CountsAsync(StaffMember who) =>
            (await SeeAsync(world, consult.Id, who)).Chat is var chat ? (chat.Count, chat.Latest.Count) : default;
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_line_that_is_sent_again_stands_there_once_also_by_way_of_another_node(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        await using var other = await OpenAsync(kept, worker: "w2");
        var consult = await world.InSessionAsync();
        var line = Assert.Single(Done(await WriteAsync(world, consult.Id, world.Clinic, Said, "m1")).File.Chat);
        Assert.Equal(line, Assert.Single(Done(await WriteAsync(other, consult.Id, world.Clinic, Said, "m1")).File.Chat));
        Assert.Equal(line, Assert.Single(Done(await WriteAsync(world, consult.Id, world.Clinic, Said, "m1")).File.Chat));

        // A message's name is its writer's own: the same one of somebody else is another line.
        Assert.Equal(2, Done(await WriteAsync(other, consult.Id, world.Specialist, Said, "m1")).File.Chat.Count);
        Assert.Equal("command-reused", Refused(await world.Consults.EndAsync(world.As(world.Clinic, "m1"), consult.Id, Cancellation)));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Nobody_writes_who_is_not_of_the_room_nor_after_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        Assert.IsType<Outcome<ConsultState.Filed>.NotFound>(await WriteAsync(world, consult.Id, world.OtherClinic, Said));
        Assert.IsType<Outcome<ConsultState.Filed>.Forbidden>(await WriteAsync(world, consult.Id, world.Person("he.yan"), Said));
        var invalid = Assert.IsType<Outcome<ConsultState.Filed>.Invalid>(
            await WriteAsync(world, consult.Id, world.Clinic, new('x', ChatLine.Longest + 1)));
        Assert.Equal("length", invalid.Errors["text"]);
        Assert.Equal("text-missing", Refused(await WriteAsync(world, consult.Id, world.Clinic, " ")));
        Done(await WriteAsync(world, consult.Id, world.Clinic, Said));
        Done(await world.Consults.EndAsync(world.As(world.Specialist), consult.Id, Cancellation));

        Assert.Equal("not-in-state", Refused(await WriteAsync(world, consult.Id, world.Clinic, Said)));
        Assert.Equal(1, (await SeeAsync(world, consult.Id)).Chat.Count);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task People_who_write_at_once_all_stand_in_one_order_on_every_node(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        await using var other = await OpenAsync(kept, worker: "w2");
        var consult = await world.InSessionAsync();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(async i => Done(await WriteAsync(
            i % 2 == 0 ? world : other, consult.Id, i % 3 == 0 ? world.Clinic : world.Specialist, $"line {i}", $"m{i}"))));

        var here = Done(await world.Consults.ReadChatAsync(world.Clinic, consult.Id, world.Now, Cancellation));
        Assert.Equal(here, Done(await other.Consults.ReadChatAsync(world.Clinic, consult.Id, world.Now, Cancellation)));
        Assert.Equal(
            Enumerable.Range(0, 40).Select(i => $"line {i}").Order(StringComparer.Ordinal),
            here.Select(line => line.Text!).Order(StringComparer.Ordinal));
        Assert.Empty(await world.Database.VerifyAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task A_long_chat_is_shown_by_its_end_and_read_whole_by_a_door_of_its_own(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        for (var i = 0; i < ChatView.Most + 5; i++)
        {
            Done(await WriteAsync(world, consult.Id, world.Clinic, $"line {i}"));
        }

        var shown = (await SeeAsync(world, consult.Id)).Chat;
        Assert.Equal((ChatView.Most + 5, "line 5", ChatView.Most), (shown.Count, shown.Latest[0].Text!, shown.Latest.Count));
        var all = Done(await world.Consults.ReadChatAsync(world.Clinic, consult.Id, world.Now, Cancellation));
        Assert.Equal(Enumerable.Range(0, ChatView.Most + 5).Select(i => $"line {i}"), all.Select(line => line.Text!));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task With_the_key_destroyed_nobody_reads_what_was_written_and_the_chain_is_whole(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        Done(await WriteAsync(world, consult.Id, world.Clinic, Said));

        Assert.True(await world.Database.Keys.DestroyAsync(consult.Id, world.Now, Cancellation));

        var line = Assert.Single((await SeeAsync(world, consult.Id)).Chat.Latest);
        Assert.Equal((world.Clinic.Id, null), (line.By, line.Text));
        Assert.Empty(await world.Database.VerifyAsync(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task What_was_written_about_another_patient_is_shown_to_nobody_and_the_next_room_begins_without_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = await world.InSessionAsync();
        Done(await WriteAsync(world, consult.Id, world.Clinic, Said));
        Done(await world.Consults.StopWrongPatientAsync(world.As(world.Clinic), consult.Id, "bed 4", Cancellation));
        Assert.Equal("not-in-state", Refused(await WriteAsync(world, consult.Id, world.Clinic, "too late")));

        world.Now += TimeSpan.FromSeconds(1);
        await world.AgreeAsync(consult.Id);
        Done(await world.Consults.EnterRoomAsync(world.As(world.Clinic), consult.Id, Cancellation));
        Done(await WriteAsync(world, consult.Id, world.Clinic, "the right one"));

        Assert.Equal(
            [(null, true), ("the right one", false)],
            (await SeeAsync(world, consult.Id)).Chat.Latest.Select(line => (line.Text, line.SetApart)));
    }

    private static Task<Outcome<ConsultState.Filed>> WriteAsync(
        World world, ConsultId consult, StaffMember who, string text, string? message = null) =>
        world.Consults.WriteChatAsync(world.As(who, message), consult, text, Cancellation);
}
