namespace Telemed.Consults.Institutions;

/// <summary>A network that somebody wants to put in place of the present one: what is not given stays as it is. Pure.</summary>
/// <param name="Institutions">The institutions, or <c>null</c>.</param>
/// <param name="Services">The services, or <c>null</c>.</param>
/// <param name="People">The people, or <c>null</c>.</param>
/// <param name="Rota">The rota, or <c>null</c>; shifts of people who go, go with them.</param>
/// <param name="Rules">Weekly blocks, days off and substitutions, or <c>null</c>.</param>
/// <param name="Resources">The rooms and devices, or <c>null</c>; those of institutions that go, go with them.</param>
/// <param name="Calendar">Holidays and worked weekends, or <c>null</c>.</param>
public sealed record NetworkImport(
    IReadOnlyList<Institution>? Institutions,
    IReadOnlyList<Service>? Services,
    IReadOnlyList<StaffMember>? People,
    IReadOnlyList<RotaShift>? Rota,
    RotaRules? Rules = null,
    IReadOnlyList<Resource>? Resources = null,
    IReadOnlyList<CalendarDays>? Calendar = null)
{
    /// <summary>The network after it, or every fault that keeps it out; whoever imports must still be in it.</summary>
    public (Network? Network, IReadOnlyList<NetworkFault> Faults) Over(Network before, PersonId importer)
    {
        var institutions = Institutions ?? [.. before.Institutions];
        var services = Services ?? [.. before.Services];
        var people = People ?? [.. before.People];
        var rota = Rota ?? [.. before.Rota.Where(shift => people.Any(person => person.Id == shift.Person))];
        List<NetworkFault> faults = [.. NetworkRules.Check(institutions, services, people, rota)];
        var rules = Rules ?? Kept(before.Rules, people);
        faults.AddRange(NetworkRules.Check(rules, people, services, institutions));
        var resources = Resources ?? [.. before.Resources.Where(one => institutions.Any(house => house.Id == one.Institution))];
        faults.AddRange(NetworkRules.Check(resources, institutions));
        var calendar = Calendar ?? before.Calendar.Days;
        faults.AddRange(NetworkRules.Check(calendar));
        if (people.All(person => person.Id != importer || !person.Is(Role.Administrator)))
        {
            faults.Add(new("people", importer.Value, "roles", "locksYouOut"));
        }

        return faults.Count > 0 ? (null, faults) : (new(institutions, services, people, rota, rules, resources, new(calendar)), faults);
    }

    /// <summary>The rules of those who stay.</summary>
    private static RotaRules Kept(RotaRules rules, IReadOnlyList<StaffMember> people)
    {
        bool Stays(PersonId id) => people.Any(person => person.Id == id);
        return new(
            [.. rules.Weekly.Where(one => Stays(one.Person))],
            [.. rules.DaysOff.Where(one => Stays(one.Person))],
            [.. rules.Substitutions.Where(one => Stays(one.Absent) && Stays(one.By))]);
    }
}
