using System.Globalization;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;

namespace Telemed.Cli.Simulate;

/// <summary>An invented region: one prefecture hospital, county hospitals, townships and villages below them.</summary>
internal static class DayNetwork
{
    /// <summary>The services that are asked for.</summary>
    public static readonly IReadOnlyList<string> Services = ["emergency", "cardiology", "neurology", "paediatrics", "radiology"];

    /// <summary>Counties, each with a hospital that is asked first.</summary>
    private const int Counties = 12;

    /// <summary>Specialists of each service at the prefecture hospital.</summary>
    private const int AtTheTop = 6;

    /// <summary>A network of so many institutions, everybody on call for the whole day.</summary>
    public static Network Build(int institutions, DateTimeOffset day)
    {
        var nodes = new List<Institution> { Node("pref", InstitutionLevel.Prefecture, null, Services, []) };
        var people = new List<StaffMember> { Person("dispatcher", Role.Dispatcher, "pref", []) };
        foreach (var service in Services)
        {
            people.AddRange(Enumerable.Range(0, AtTheTop)
                .Select(i => Person($"s-{service}-{i}", Role.Specialist, "pref", [service])));
        }

        for (var i = 1; i < institutions; i++)
        {
            var county = i <= Counties;
            var id = string.Create(CultureInfo.InvariantCulture, $"{(county ? "county" : "clinic")}-{i}");
            var parent = county ? "pref" : $"county-{1 + (i % Counties)}";
            nodes.Add(county
                ? Node(id, InstitutionLevel.County, parent, ["emergency", "paediatrics"], ["pref"])
                : Node(id, i % 3 == 0 ? InstitutionLevel.Village : InstitutionLevel.Township, parent, [], [parent, "pref"]));
            people.Add(Person("d-" + id, Role.RequestingDoctor, id, []));
            if (county)
            {
                people.Add(Person("s-" + id, Role.Specialist, id, ["emergency", "paediatrics"]));
            }
        }

        var rota = people.Where(one => one.Is(Role.Specialist)).SelectMany(one => one.Services.Select(service =>
            new RotaShift(one.Id, service, day.AddDays(-1), day.AddDays(3))));
        return new(nodes, Services.Select(code => new Service(new(code), new(code, code), false, code == "radiology")), people, rota);
    }

    /// <summary>An institution whose name is its id; one without another above has a telephone.</summary>
    internal static Institution Node(
        string id, InstitutionLevel level, string? parent, IReadOnlyList<string> services, IReadOnlyList<string> mayAsk) => new(
            new(id),
            new(id, id),
            level,
            level.ToString(),
            parent is null ? null : new InstitutionId(parent),
            [.. services.Select(ServiceCode.From)],
            [.. mayAsk.Select(InstitutionId.From)],
            parent is null ? "0990-555-0100" : null);

    /// <summary>A person whose name is the id.</summary>
    internal static StaffMember Person(string id, Role role, string institution, IReadOnlyList<string> services) => new(
        new(id), id, new(id, id), new("physician", "physician"), [role], new(institution), [.. services.Select(ServiceCode.From)], ["zh"], "L-" + id, 8);
}
