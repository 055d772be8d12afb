using System.Globalization;

namespace Telemed.Consults.Institutions;

/// <summary>What must hold in a network: a tree without circles, known ids, staff with what A2 asks of them. Pure.</summary>
public static class NetworkRules
{
    /// <summary>Roles that only a link to one case gives.</summary>
    private static readonly Role[] Guests = [Role.Patient, Role.Proxy];

    private static readonly Role[] Licensed = [Role.RequestingDoctor, Role.Specialist, Role.Nurse];

    /// <summary>Every fault; empty when the network can be put in place.</summary>
    public static IReadOnlyList<NetworkFault> Check(
        IReadOnlyList<Institution> institutions,
        IReadOnlyList<Service> services,
        IReadOnlyList<StaffMember> people,
        IReadOnlyList<RotaShift> rota) =>
        [
            .. Twice("institutions", institutions.Select(one => one.Id.Value)),
            .. Twice("services", services.Select(one => one.Code.Value)),
            .. Twice("people", people.Select(one => one.Id.Value)),
            .. Twice("people", people.Select(one => one.User.Trim().ToLowerInvariant()), "user"),
            .. institutions.SelectMany(one => OfInstitution(one, institutions, services)),
            .. people.SelectMany(one => OfPerson(one, institutions, services)),
            .. rota.SelectMany(one => OfShift(one, people, services)),
        ];

    /// <summary>Every fault of the rules of a rota.</summary>
    public static IReadOnlyList<NetworkFault> Check(
        RotaRules rules,
        IReadOnlyList<StaffMember> people,
        IReadOnlyList<Service> services,
        IReadOnlyList<Institution> institutions)
    {
        var known = people.Select(person => person.Id).ToHashSet();
        return
        [
            .. rules.Weekly.Where(one => !known.Contains(one.Person)).Select(one => Fault(one.Person, "person", "unknown")),
            .. rules.Weekly.Where(one => services.All(service => service.Code != one.Service))
                .Select(one => Fault(one.Person, "service", "unknown")),
            .. rules.Weekly.Where(one => one.For is { } asking && institutions.All(other => other.Id != asking))
                .Select(one => Fault(one.Person, "for", "unknown")),
            .. rules.Weekly.Where(one => one.Until <= one.From && one.Until != TimeOnly.MinValue)
                .Select(one => Fault(one.Person, "until", "range")),
            .. rules.DaysOff.Where(one => !known.Contains(one.Person)).Select(one => Fault(one.Person, "person", "unknown")),
            .. rules.DaysOff.Where(one => one.Until < one.From).Select(one => Fault(one.Person, "until", "range")),
            .. rules.Substitutions.Where(one => !known.Contains(one.Absent) || !known.Contains(one.By) || one.By == one.Absent)
                .Select(one => Fault(one.Absent, "by", "unknown")),
            .. rules.Substitutions.Where(one => one.Until < one.From).Select(one => Fault(one.Absent, "until", "range")),
        ];

        static NetworkFault Fault(PersonId person, string field, string code) => new("rules", person.Value, field, code);
    }

    /// <summary>Every fault of the rooms and devices.</summary>
    public static IReadOnlyList<NetworkFault> Check(IReadOnlyList<Resource> resources, IReadOnlyList<Institution> institutions)
    {
        var houses = institutions.Select(one => one.Id).ToHashSet();
        return
        [
            .. Twice("resources", resources.Select(one => one.Id.Value)),
            .. resources.Where(one => !houses.Contains(one.Institution)).Select(one => Fault(one, "institution", "unknown")),
            .. resources.Where(one => string.IsNullOrWhiteSpace(one.Id.Value) || string.IsNullOrWhiteSpace(one.Name.Zh))
                .Select(one => Fault(one, "name", "missing")),
        ];

        static NetworkFault Fault(Resource one, string field, string code) => new("resources", one.Id.Value, field, code);
    }

    /// <summary>Every fault of the holidays and worked weekends.</summary>
    public static IReadOnlyList<NetworkFault> Check(IReadOnlyList<CalendarDays> calendar)
    {
        return
        [
            .. calendar.Where(one => one.Until < one.From || one.Until.DayNumber - one.From.DayNumber >= CalendarDays.Most)
                .Select(one => Fault(one, "until", "range")),
            .. calendar.Where(one => one.Kind == CalendarKind.Working && !IsWeekend(one)).Select(one => Fault(one, "from", "notAWeekend")),
            .. calendar.Where((one, place) => calendar.Take(place).Any(other => other.From <= one.Until && one.From <= other.Until))
                .Select(one => Fault(one, "from", "twice")),
            .. calendar.Where(one => string.IsNullOrWhiteSpace(one.Name.Zh)).Select(one => Fault(one, "name", "missing")),
        ];

        // What is worked anyway needs no entry: the year or the month was mistyped.
        static bool IsWeekend(CalendarDays one) =>
            one.From.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday && one.Until.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday
            && one.Until.DayNumber - one.From.DayNumber <= 1;

        static NetworkFault Fault(CalendarDays one, string field, string code) =>
            new("calendar", one.From.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), field, code);
    }

    private static IEnumerable<NetworkFault> OfInstitution(
        Institution one, IReadOnlyList<Institution> all, IReadOnlyList<Service> services)
    {
        if (one.Parent is { } parent)
        {
            var above = all.FirstOrDefault(other => other.Id == parent);
            if (above is null)
            {
                yield return Fault("parent", "unknown");
            }
            else if (above.Level >= one.Level)
            {
                yield return Fault("parent", "level"); // A tree by level: so it has no circles either.
            }
        }

        if (one.Services.Any(code => services.All(service => service.Code != code)))
        {
            yield return Fault("services", "unknown");
        }

        if (one.MayAsk.Any(asked => asked == one.Id || all.All(other => other.Id != asked)))
        {
            yield return Fault("mayAsk", "unknown");
        }

        if (string.IsNullOrWhiteSpace(one.Name.Zh) || string.IsNullOrWhiteSpace(one.Id.Value))
        {
            yield return Fault("name", "missing");
        }

        NetworkFault Fault(string field, string code) => new("institutions", one.Id.Value, field, code);
    }

    private static IEnumerable<NetworkFault> OfPerson(
        StaffMember one, IReadOnlyList<Institution> institutions, IReadOnlyList<Service> services)
    {
        if (institutions.All(institution => institution.Id != one.Institution))
        {
            yield return Fault("institution", "unknown");
        }

        if (one.Services.Any(code => services.All(service => service.Code != code)))
        {
            yield return Fault("services", "unknown");
        }

        if (string.IsNullOrWhiteSpace(one.Name.Zh) || string.IsNullOrWhiteSpace(one.User) || one.Roles.Count == 0)
        {
            yield return Fault("name", "missing");
        }

        if (one.Roles.Any(Guests.Contains))
        {
            yield return Fault("roles", "unknown");
        }

        if (one.Roles.Any(Licensed.Contains) && string.IsNullOrWhiteSpace(one.Licence))
        {
            yield return Fault("licence", "missing");
        }

        if (one.Is(Role.Specialist) && one.YearsIndependent < StaffRules.SpecialistYears)
        {
            yield return Fault("years", "tooFew");
        }

        NetworkFault Fault(string field, string code) => new("people", one.Id.Value, field, code);
    }

    private static IEnumerable<NetworkFault> OfShift(
        RotaShift one, IReadOnlyList<StaffMember> people, IReadOnlyList<Service> services)
    {
        if (people.All(person => person.Id != one.Person))
        {
            yield return new("rota", one.Person.Value, "person", "unknown");
        }

        if (services.All(service => service.Code != one.Service))
        {
            yield return new("rota", one.Person.Value, "service", "unknown");
        }

        if (one.Until <= one.From)
        {
            yield return new("rota", one.Person.Value, "until", "range");
        }
    }

    private static IEnumerable<NetworkFault> Twice(string part, IEnumerable<string> ids, string field = "id") =>
        ids.GroupBy(id => id, StringComparer.Ordinal).Where(same => same.Count() > 1)
            .Select(same => new NetworkFault(part, same.Key, field, "twice"));
}
