using Telemed.Consults.Consults;
using Telemed.Consults.Desk;
using Telemed.Consults.Ids;
using Telemed.Consults.Views;
using Telemed.TestKit.Postgres;

namespace Telemed.Storage.Tests.Codes;

/// <summary>One adult and their dependants: bound with consent, unbound by either or by the house.</summary>
public sealed class DependantTests(PostgresFixture postgres) : CodeTest(postgres)
{
    private static readonly PersonId Daughter = new("guest-daughter");
    private static readonly PersonId Patient = new("guest-patient");
    private static readonly GuardianIdentity Adult = new("王敏", "child", new("resident-id", "652900199001010045"));

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_speaks_for_the_patient_is_bound_with_consent_and_keeps_the_case_when_it_is_over(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = (await AcceptedAsync(world)).Id;
        Assert.Equal("not-a-proxy", Refused(await BindAsync(world, consult)));
        await ComeAsync(world, consult, Daughter, GuestKind.Proxy);
        await ComeAsync(world, consult, Patient, GuestKind.Patient);
        Assert.Equal("not-a-proxy", Refused(await BindAsync(world, consult, guest: Patient)));
        Assert.Equal("witness-missing", Refused(await BindAsync(world, consult, method: ConsentMethod.Spoken)));
        Assert.Equal(["method", "adult"], Assert.IsType<Outcome<ConsultView>.Invalid>(await BindAsync(
            world, consult, method: ConsentMethod.Click, adult: Adult with { Name = " " })).Errors.Keys);

        var bound = Done(await BindAsync(world, consult));

        var binding = bound.Guests.Single(one => one.Id == Daughter).Binding!;
        Assert.Equal((World.Whole(world.Now), "王敏", "child", null), (binding.At, binding.Name, binding.Relation, binding.EndedAt));
        Assert.Equal("bound-already", Refused(await BindAsync(world, consult)));
        Done(await world.Consults.CancelAsync(world.As(world.Clinic), consult, "patientBetter", Cancellation));
        Assert.NotNull(Done(await world.Consults.FindGuestAsync(consult, Daughter, world.Now, Cancellation)).Binding);
        Assert.IsType<Outcome<GuestView>.NotFound>(await world.Consults.FindGuestAsync(consult, Patient, world.Now, Cancellation));
        var seen = Assert.Single(await world.Consults.ListDependantsAsync([(consult, Patient), (consult, Daughter)], world.Now, Cancellation));
        Assert.Equal((consult, Daughter, ConsultStatus.Cancelled), (seen.Consult, seen.Self, seen.State));
        Assert.DoesNotContain("秀英", seen.PatientLabel, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task The_adult_unbinds_themselves_or_the_house_does_and_a_finished_case_is_gone_with_it(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = (await AcceptedAsync(world)).Id;
        await ComeAsync(world, consult, Daughter, GuestKind.Proxy);
        await ComeAsync(world, consult, Patient, GuestKind.Patient);
        Assert.Equal("not-bound", Refused(await UnbindAsync(world, consult, "why")));
        Done(await BindAsync(world, consult));
        Assert.IsType<Outcome<GuestView>.Forbidden>(await AsGuestAsync(world, consult, Patient, "not mine"));
        Assert.Equal("reason-missing", Refused(await UnbindAsync(world, consult, " ")));

        Assert.Null(Done(await AsGuestAsync(world, consult, Daughter, "married out")).Binding);
        Assert.Equal(World.Whole(world.Now), (await SeeAsync(world, consult)).Guests.Single(one => one.Id == Daughter).Binding!.EndedAt);

        Done(await BindAsync(world, consult));
        Done(await world.Consults.CancelAsync(world.As(world.Clinic), consult, "patientBetter", Cancellation));
        Done(await UnbindAsync(world, consult, "the patient asked"));
        Assert.IsType<Outcome<GuestView>.NotFound>(await world.Consults.FindGuestAsync(consult, Daughter, world.Now, Cancellation));
        Assert.Empty(await world.Consults.ListDependantsAsync([(consult, Daughter)], world.Now, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Both))]
    public async Task Who_the_adult_is_goes_with_the_cases_key(Kept kept)
    {
        await using var world = await OpenAsync(kept);
        var consult = (await AcceptedAsync(world)).Id;
        await ComeAsync(world, consult, Daughter, GuestKind.Proxy);
        Done(await BindAsync(world, consult));

        await world.Database.Keys.DestroyAsync(consult, world.Now, Cancellation);

        var binding = Assert.Single((await SeeAsync(world, consult)).Guests).Binding!;
        Assert.Equal((null, null), (binding.Name, binding.Relation));
    }

    private static async Task ComeAsync(World world, ConsultId consult, PersonId guest, GuestKind kind)
    {
        Done(await world.Consults.InviteGuestAsync(
            world.As(world.Clinic), consult, guest, kind, "hash-" + guest.Value, kind == GuestKind.Proxy ? "王敏" : null, cancellation: Cancellation));
        Done(await world.Consults.OpenGuestLinkAsync(
            consult, guest, "hash-" + guest.Value, "王秀英", "010024", world.Now, Cancellation));
    }

    private static Task<Outcome<ConsultView>> BindAsync(
        World world,
        ConsultId consult,
        PersonId? guest = null,
        ConsentMethod method = ConsentMethod.Signature,
        GuardianIdentity? adult = null) => world.Consults.BindDependantAsync(
            world.As(world.Person("ma.hong")), consult, guest ?? Daughter, method, "dependant-1", "zh", new(adult ?? Adult, null), Cancellation);

    private static Task<Outcome<ConsultView>> UnbindAsync(World world, ConsultId consult, string reason) =>
        world.Consults.UnbindDependantAsync(world.As(world.Clinic), consult, Daughter, reason, Cancellation);

    private static Task<Outcome<GuestView>> AsGuestAsync(World world, ConsultId consult, PersonId guest, string reason) =>
        world.Consults.AsGuestAsync(
            consult,
            guest,
            new("unbind-" + guest.Value),
            world.Now,
            caller => world.Consults.UnbindDependantAsync(caller, consult, Daughter, reason, Cancellation),
            Cancellation);
}
