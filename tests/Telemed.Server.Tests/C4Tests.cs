using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Telemed.Media;
using Telemed.Server.Hosting;
using Telemed.TestKit.Postgres;

namespace Telemed.Server.Tests;

/// <summary>
/// C4: a withdrawal takes effect within five seconds. On one node it does with the server's clock standing: nothing on the way
/// waits for a time or looks now and then. F8Tests and C2Tests have what it does to a recording, packet by packet.
/// </summary>
public sealed class C4Tests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Latest = TimeSpan.FromSeconds(5);

    private readonly StandingTime _time = new();
    private TestServer _server = null!;
    private Person _liu = null!;
    private Person _zhao = null!;
    private Person _ding = null!;
    private string _consult = string.Empty;

    private int InMedia => _server.Get<MediaNode>().Snapshot().Participants;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartOnAsync(null, services => services.AddKeyedSingleton<TimeProvider>(RegionTime.Machine, _time));
        _liu = await Person.SignInAsync(_server, Person.ClinicDoctor);
        _zhao = await Person.SignInAsync(_server, Person.Specialist);
        _ding = await Person.SignInAsync(_server, Person.Trainee);
        _consult = await _zhao.AcceptAsync(_liu);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in (Person[])[_liu, _zhao, _ding])
        {
            await one.DisposeAsync();
        }

        await _server.DisposeAsync();
    }

    [Fact]
    public async Task The_consent_to_teaching_taken_back_puts_out_at_once_who_looks_on_who_speaks_and_who_is_on_the_way_in()
    {
        await _liu.ConsentForPatientAsync(_consult, "teaching");
        await _liu.TeachAsync(_consult);
        var (liuRoom, _) = await _liu.EnterAsync(_consult);
        await _ding.EnterAsync(_consult, offerSdp: Offers.Viewer());
        await liuRoom.CallAsync("GiveWord", new { messageId = Person.NewId(), participant = _ding.Id, seconds = 600 });
        var (speaks, _) = await _ding.EnterAsync(_consult, offerSdp: Offers.Viewer(voice: true));
        Assert.Equal(2, InMedia);
        var onTheWay = await _ding.ConnectAsync(_consult);

        await _liu.ConsentForPatientAsync(_consult, "teaching", granted: false);

        Assert.Equal("removed", (await speaks.EventAsync("Ended")).GetProperty("reason").GetString());
        await liuRoom.EventAsync("ParticipantLeft", one => one.GetProperty("participantId").GetString() == _ding.Id);
        await Wait.UntilAsync(() => Task.FromResult(InMedia == 1));
        Assert.Equal("not-found", await onTheWay.RefusalAsync(
            "Join", new { messageId = Person.NewId(), offerSdp = Offers.Viewer(), device = "test" }));
        Assert.Equal("not-found", await TestServer.ProblemAsync(await _ding.PostAsync($"/api/consults/{_consult}/join", new { })));
        Assert.Equal(0, _server.Faults);
    }

    [Fact]
    public async Task The_consent_to_the_consult_taken_back_on_the_patients_phone_empties_the_room_at_once()
    {
        await using var patient = await Person.ByLinkAsync(_server, await _liu.LinkAsync(_consult));
        var rooms = new List<TestHub>();
        foreach (var one in (Person[])[_liu, _zhao, patient])
        {
            rooms.Add((await one.EnterAsync(_consult)).Hub);
        }

        Assert.Equal(3, InMedia);

        await patient.DoAsync("/api/guest/consents", new
        {
            commandId = Person.NewId(),
            item = "consult",
            granted = false,
            textVersion = "2026-11",
            language = "zh-CN",
        });

        foreach (var room in rooms)
        {
            Assert.Equal("ended", (await room.EventAsync("Ended")).GetProperty("reason").GetString());
        }

        await Wait.UntilAsync(() => Task.FromResult(InMedia == 0));
        Assert.Equal("opinionPending", (await _liu.ConsultAsync(_consult)).GetProperty("state").GetString());
        Assert.Equal(0, _server.Faults);
    }

    [Fact]
    public async Task The_consent_to_teaching_taken_back_at_another_node_is_felt_in_the_room_within_five_seconds()
    {
        await using var region = await TestRegion.StartAsync(postgres);
        var east = await region.NodeAsync("east");
        var west = await region.NodeAsync("west");
        await using var liu = await Person.SignInAsync(east, Person.ClinicDoctor);
        await using var zhao = await Person.SignInAsync(west, Person.Specialist);
        await using var ding = await Person.SignInAsync(west, Person.Trainee);
        var consult = await zhao.AcceptAsync(liu);
        await liu.ConsentForPatientAsync(consult, "teaching");
        await liu.TeachAsync(consult);
        await zhao.EnterAsync(consult);
        var (room, _) = await ding.EnterAsync(consult, offerSdp: Offers.Viewer());
        var runs = east.Get<MediaNode>().Snapshot().Participants > 0 ? east : west;
        await using var elsewhere = liu.At(runs == east ? west : east);

        var clock = Stopwatch.StartNew();
        await elsewhere.ConsentForPatientAsync(consult, "teaching", granted: false);

        Assert.Equal("removed", (await room.EventAsync("Ended")).GetProperty("reason").GetString());
        await Wait.UntilAsync(() => Task.FromResult(runs.Get<MediaNode>().Snapshot().Participants == 1));
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, Latest);
    }
}
