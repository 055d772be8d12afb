using System.Globalization;
using Telemed.Consults.Institutions;

namespace Telemed.Cli.Simulate;

/// <summary>
/// An invented region of thousands of institutions: of each hundred two are county hospitals, of each thousand one is a
/// prefecture hospital with everybody who oversees, and the others are clinics with a doctor.
/// </summary>
internal static class RegionNetwork
{
    /// <summary>The services that are asked for; of the last nobody is a specialist.</summary>
    public static readonly IReadOnlyList<string> Services =
        ["emergency", "cardiology", "neurology", "paediatrics", "radiology", "pathology"];

    private const int PerPrefecture = 1_000;
    private const int PerCounty = 50;
    private const int AtTheTop = 6;

    private static readonly IReadOnlyList<string> AtCounties = ["emergency", "paediatrics"];

    private static readonly (string Id, Role Role)[] Beside =
    [
        ("dispatcher", Role.Dispatcher), ("records", Role.RecordsOfficer), ("reviewer", Role.QualityReviewer),
        ("trainee", Role.Trainee), ("interpreter", Role.Interpreter), ("privacy", Role.PrivacyOfficer),
        ("regulator", Role.Regulator), ("operator", Role.Operator), ("administrator", Role.Administrator),
    ];

    /// <summary>A network of so many institutions, every specialist on call around this day.</summary>
    public static Network Build(int institutions, DateTimeOffset day)
    {
        var nodes = new List<Institution>();
        var people = new List<StaffMember>();
        for (var i = 0; i < institutions; i++)
        {
            if (i % PerPrefecture == 0)
            {
                var top = Prefecture(i);
                nodes.Add(DayNetwork.Node(top, InstitutionLevel.Prefecture, null, [.. Services.Take(Services.Count - 1)], []));
                people.AddRange(Beside.Select(one => DayNetwork.Person($"{one.Id}-{top}", one.Role, top, [])));
                people.AddRange(Services.Take(Services.Count - 1).SelectMany(service => Enumerable.Range(0, AtTheTop)
                    .Select(number => DayNetwork.Person($"s-{service}-{number}-{top}", Role.Specialist, top, [service]))));
            }
            else if (i % PerCounty == 1)
            {
                var county = County(i);
                nodes.Add(DayNetwork.Node(county, InstitutionLevel.County, Prefecture(i), AtCounties, [Prefecture(i)]));
                people.Add(DayNetwork.Person("d-" + county, Role.RequestingDoctor, county, []));
                people.AddRange(Enumerable.Range(0, 2)
                    .Select(number => DayNetwork.Person($"s-{number}-{county}", Role.Specialist, county, AtCounties)));
            }
            else
            {
                var clinic = string.Create(CultureInfo.InvariantCulture, $"clinic-{i}");
                var level = i % 3 == 0 ? InstitutionLevel.Township : InstitutionLevel.Village;
                nodes.Add(DayNetwork.Node(clinic, level, County(i), [], [County(i), Prefecture(i)]));
                people.Add(DayNetwork.Person("d-" + clinic, Role.RequestingDoctor, clinic, []));
            }
        }

        var rota = people.Where(one => one.Is(Role.Specialist)).SelectMany(one => one.Services.Select(service =>
            new RotaShift(one.Id, service, day.AddDays(-1), day.AddDays(3))));
        return new(nodes, Services.Select(code => new Service(new(code), new(code, code), code == "neurology", code == "radiology")), people, rota);
    }

    private static string Prefecture(int i) => string.Create(CultureInfo.InvariantCulture, $"pref-{i / PerPrefecture}");

    private static string County(int i) =>
        string.Create(CultureInfo.InvariantCulture, $"county-{Math.Max(1, i - 1) / PerCounty}");
}
