using Telemed.Consults.Availability;
using Telemed.Consults.Consults;
using Telemed.Consults.Dispatch;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;

namespace Telemed.Consults.Tests;

public sealed class DispatchRules
{
    private static readonly DateTimeOffset T0 = Cases.T0;
    private static readonly ServiceCode Cardiology = new("cardiology");

    [Fact]
    public void Present_wished_near_on_call_and_rested_come_first_in_this_order()
    {
        var wished = Candidate("wished", InstitutionLevel.Region);
        var near = Candidate("near", InstitutionLevel.County);
        var far = Candidate("far", InstitutionLevel.Prefecture);
        var farOnCall = Candidate("far-on-call", InstitutionLevel.Prefecture, onCall: true);
        var busy = Candidate("busy", InstitutionLevel.Prefecture) with
        {
            Availability = Available() with { ServedOn = DoctorAvailability.DayOf(T0), ServedThatDay = 3 },
        };
        var foreign = Candidate("foreign", InstitutionLevel.County, languages: "ug");
        var absent = Candidate("absent", InstitutionLevel.County, onCall: true) with
        {
            Availability = DoctorAvailability.Unknown,
        };

        var ranked = Rank([absent, busy, far, foreign, near, farOnCall, wished], wish: "wished");

        Assert.Equal(
            ["wished", "near", "foreign", "far-on-call", "far", "busy", "absent"],
            ranked.Select(one => one.Candidate.Person.Id.Value));
        Assert.Equal("present wished level:region available load:0", ranked[0].Reason);
        Assert.Equal("present level:county available noSharedLanguage load:0", ranked[2].Reason);
        Assert.Equal("absent level:county onCall load:0", ranked[^1].Reason);
    }

    [Fact]
    public void One_whose_last_consult_lies_further_back_comes_first()
    {
        var early = Candidate("z-early", InstitutionLevel.County) with
        {
            Availability = Available() with { LastServedAt = T0.AddHours(-3) },
        };
        var late = Candidate("a-late", InstitutionLevel.County) with
        {
            Availability = Available() with { LastServedAt = T0.AddHours(-1) },
        };

        Assert.Equal(["z-early", "a-late"], Rank([late, early]).Select(one => one.Candidate.Person.Id.Value));
    }

    [Fact]
    public void Nobody_is_ranked_who_does_not_give_the_service_or_may_not_be_rung()
    {
        var other = Candidate("other", InstitutionLevel.County);
        var off = Candidate("off", InstitutionLevel.County, onCall: true) with
        {
            Availability = Available() with { Switch = DoctorSwitch.Off },
        };
        var ringing = Candidate("ringing", InstitutionLevel.County, onCall: true) with
        {
            Availability = Available() with
            {
                Engagement = new DoctorEngagement.Ringing(new("x"), new("y"), T0.AddSeconds(9)),
            },
        };

        Assert.Empty(Rank(
            [other with { Person = other.Person with { Services = [new("neurology")] } }, off, ringing]));
    }

    [Fact]
    public void The_ladder_rings_three_single_hops_then_groups_by_level_then_gives_up()
    {
        var ladder = new RingLadder(new RingOptions());
        var candidates = new[]
        {
            Candidate("c1", InstitutionLevel.County), Candidate("c2", InstitutionLevel.County),
            Candidate("c3", InstitutionLevel.County), Candidate("c4", InstitutionLevel.County),
            Candidate("c5", InstitutionLevel.County), Candidate("p1", InstitutionLevel.Prefecture),
            Candidate("p2", InstitutionLevel.Prefecture),
        };
        var file = ((ConsultState.Filed)Cases.Dispatching()).File;
        var hops = new List<string>();

        while (ladder.Next(file, Rank(candidates)) is RingStep.Ring ring)
        {
            Assert.Equal(hops.Count + 1, ring.Hop);
            Assert.Equal(TimeSpan.FromSeconds(30), ring.For);
            hops.Add(string.Join('+', ring.Whom.Select(one => one.Candidate.Person.Id.Value)));
            file = file with { Offers = file.Offers.AddRange(ring.Whom.Select(one => Rung(file, ring, one))) };
        }

        Assert.Equal(["c1", "c2", "c3", "c4+c5", "p1+p2"], hops);
    }

    [Fact]
    public void A_new_round_rings_again_who_did_not_answer_but_never_who_declined()
    {
        var ladder = new RingLadder(new RingOptions());
        var candidates = Rank([Candidate("a", InstitutionLevel.County), Candidate("b", InstitutionLevel.County)]);
        var file = ((ConsultState.Filed)Cases.Dispatching()).File;
        var first = (RingStep.Ring)ladder.Next(file, candidates);
        file = file with
        {
            Offers =
            [
                Rung(file, first, candidates[0]) with { Status = OfferStatus.Declined },
                Rung(file, first, candidates[1]) with { Status = OfferStatus.Expired },
            ],
        };

        Assert.IsType<RingStep.Exhausted>(ladder.Next(file, candidates));
        var again = Assert.IsType<RingStep.Ring>(ladder.Next(file with { Round = 2 }, candidates));
        Assert.Equal("b", Assert.Single(again.Whom).Candidate.Person.Id.Value);
        Assert.Equal(1, again.Hop);
    }

    [Fact]
    public void Ring_options_out_of_bounds_are_all_named()
    {
        Assert.Empty(new RingOptions().Faults());
        Assert.Equal(3, new RingOptions
        {
            EmergencyRing = TimeSpan.FromSeconds(1),
            SingleHops = 0,
            WrapUp = TimeSpan.FromHours(2),
        }.Faults().Count);
    }

    [Fact]
    public void The_demonstration_network_has_one_specialist_on_call_per_service_and_a_number_to_phone()
    {
        var network = DemoNetwork.Build(T0);

        Assert.All(network.Services, service => Assert.Single(
            network.People, person => network.IsOnCall(person.Id, service.Code, T0)));
        Assert.All(network.Rota, shift => Assert.Contains(
            shift.Service, network.FindPerson(shift.Person)!.Services));
        Assert.All(
            network.Institutions.Where(one => one.Level == InstitutionLevel.Township),
            clinic => Assert.NotNull(network.PhoneFor(clinic.Id)));
        Assert.All(network.People, person => Assert.NotNull(network.FindInstitution(person.Institution)));
        Assert.Contains(network.People, person => person.User == DemoNetwork.ClinicDoctorUser);
        Assert.Contains(network.People, person => person.User == DemoNetwork.SpecialistUser);
    }

    private static IReadOnlyList<RankedCandidate> Rank(IEnumerable<Candidate> candidates, string? wish = null) =>
        CandidateRanking.Default.Rank(candidates, new(
            Cardiology, wish is null ? null : new PersonId(wish), InstitutionLevel.Township, ["zh"], T0));

    private static DoctorAvailability Available() =>
        DoctorAvailability.Unknown with { Switch = DoctorSwitch.Available, Present = true };

    private static Candidate Candidate(
        string id, InstitutionLevel level, bool onCall = false, string languages = "zh") => new(
            new(
                new(id), id, new(id, id), new("", ""), [Role.Specialist], new("h"), [Cardiology], [languages], null, 10),
            level,
            Available(),
            onCall);

    private static Offer Rung(CaseFile file, RingStep.Ring ring, RankedCandidate one) => new(
        new("o-" + one.Candidate.Person.Id.Value),
        one.Candidate.Person.Id,
        OfferStatus.Expired,
        file.Round,
        ring.Hop,
        one.Reason,
        T0,
        T0 + ring.For,
        null,
        null,
        null);
}
