using System.Globalization;

namespace Telemed.Consults.Institutions;

/// <summary>
/// A network as tables of comma-separated values, each with a line of column names; lists within a field are
/// separated by semicolons, instants are ISO 8601. Pure.
/// </summary>
public static class NetworkCsv
{
    private static readonly string[] InstitutionColumns =
        ["id", "name_zh", "name_en", "level", "type", "parent", "services", "may_ask", "phone"];

    private static readonly string[] ServiceColumns = ["code", "name_zh", "name_en", "reviewed", "read"];

    private static readonly string[] PersonColumns =
    [
        "id", "user", "name_zh", "name_en", "title_zh", "title_en", "roles", "institution", "services", "languages", "licence",
        "years",
    ];

    private static readonly string[] RotaColumns = ["person", "service", "from", "until"];

    private static readonly string[] ResourceColumns = ["id", "institution", "kind", "name_zh", "name_en"];

    private static readonly string[] RuleColumns = ["kind", "person", "service", "day", "from", "until", "for", "by"];

    private static readonly string[] CalendarColumns = ["kind", "from", "until", "name_zh", "name_en"];

    /// <summary>The institutions as a table.</summary>
    public static string Write(IEnumerable<Institution> all) => Csv.Write([InstitutionColumns, .. all.Select(one => (string?[])
    [
        one.Id.Value, one.Name.Zh, one.Name.En, Camel(one.Level), one.Type, one.Parent?.Value, List(one.Services),
        List(one.MayAsk), one.Phone,
    ])]);

    /// <summary>The services as a table.</summary>
    public static string Write(IEnumerable<Service> all) => Csv.Write([ServiceColumns, .. all.Select(one => (string?[])
        [one.Code.Value, one.Name.Zh, one.Name.En, one.Reviewed ? "yes" : "no", one.Read ? "yes" : "no"])]);

    /// <summary>The people as a table.</summary>
    public static string Write(IEnumerable<StaffMember> all) => Csv.Write([PersonColumns, .. all.Select(one => (string?[])
    [
        one.Id.Value, one.User, one.Name.Zh, one.Name.En, one.Title.Zh, one.Title.En,
        string.Join(';', one.Roles.Select(Camel)), one.Institution.Value, List(one.Services), string.Join(';', one.Languages),
        one.Licence, one.YearsIndependent.ToString(CultureInfo.InvariantCulture),
    ])]);

    /// <summary>The rota as a table.</summary>
    public static string Write(IEnumerable<RotaShift> all) => Csv.Write([RotaColumns, .. all.Select(one => (string?[])
        [one.Person.Value, one.Service.Value, Instant(one.From), Instant(one.Until)])]);

    /// <summary>The rooms and devices as a table.</summary>
    public static string Write(IEnumerable<Resource> all) => Csv.Write([ResourceColumns, .. all.Select(one => (string?[])
        [one.Id.Value, one.Institution.Value, Camel(one.Kind), one.Name.Zh, one.Name.En])]);

    /// <summary>The rules of the rota as a table, their kind first: weekly, off or substitution.</summary>
    public static string Write(RotaRules rules) => Csv.Write(
    [
        RuleColumns,
        .. rules.Weekly.Select(one => (string?[])
        [
            "weekly", one.Person.Value, one.Service.Value, Camel(one.Day), Time(one.From), Time(one.Until), one.For?.Value, null,
        ]),
        .. rules.DaysOff.Select(one => (string?[])
            ["off", one.Person.Value, null, null, Day(one.From), Day(one.Until), null, null]),
        .. rules.Substitutions.Select(one => (string?[])
            ["substitution", one.Absent.Value, null, null, Day(one.From), Day(one.Until), null, one.By.Value]),
    ]);

    /// <summary>The holidays and worked weekends as a table.</summary>
    public static string Write(WorkCalendar calendar) => Csv.Write([CalendarColumns, .. calendar.Days.Select(one => (string?[])
        [Camel(one.Kind), Day(one.From), Day(one.Until), one.Name.Zh, one.Name.En])]);

    /// <summary>The rules of a table.</summary>
    public static RotaRules ReadRules(string text, List<NetworkFault> faults)
    {
        var rows = Rows<object>("rules", text, RuleColumns, faults, row => row["kind"] switch
        {
            "weekly" => new WeeklyBlock(
                new(row["person"]),
                new(row["service"]),
                Enum.Parse<DayOfWeek>(row["day"], ignoreCase: true),
                TimeOnly.Parse(row["from"], CultureInfo.InvariantCulture),
                TimeOnly.Parse(row["until"], CultureInfo.InvariantCulture),
                row["for"].Length == 0 ? null : new InstitutionId(row["for"])),
            "off" => new DayOff(new(row["person"]), ReadDay(row["from"]), ReadDay(row["until"])),
            "substitution" => new Substitution(
                new(row["person"]), new(row["by"]), ReadDay(row["from"]), ReadDay(row["until"])),
            _ => throw new FormatException("A rule is weekly, off or substitution."),
        });
        return new([.. rows.OfType<WeeklyBlock>()], [.. rows.OfType<DayOff>()], [.. rows.OfType<Substitution>()]);
    }

    /// <summary>The institutions of a table; what cannot be read is a fault and left out.</summary>
    public static IReadOnlyList<Institution> ReadInstitutions(string text, List<NetworkFault> faults) =>
        Rows("institutions", text, InstitutionColumns, faults, row => new Institution(
            new(row["id"]),
            new(row["name_zh"], row["name_en"]),
            Enum.Parse<InstitutionLevel>(row["level"], ignoreCase: true),
            row["type"],
            row["parent"].Length == 0 ? null : new InstitutionId(row["parent"]),
            [.. Items(row["services"]).Select(ServiceCode.From)],
            [.. Items(row["may_ask"]).Select(InstitutionId.From)],
            row["phone"].Length == 0 ? null : row["phone"]));

    /// <summary>The services of a table.</summary>
    public static IReadOnlyList<Service> ReadServices(string text, List<NetworkFault> faults) =>
        Rows("services", text, ServiceColumns, faults, row => new Service(
            new(row["code"]), new(row["name_zh"], row["name_en"]), row["reviewed"] == "yes", row["read"] == "yes"));

    /// <summary>The people of a table.</summary>
    public static IReadOnlyList<StaffMember> ReadPeople(string text, List<NetworkFault> faults) =>
        Rows("people", text, PersonColumns, faults, row => new StaffMember(
            new(row["id"]),
            row["user"],
            new(row["name_zh"], row["name_en"]),
            new(row["title_zh"], row["title_en"]),
            [.. Items(row["roles"]).Select(role => Enum.Parse<Role>(role, ignoreCase: true))],
            new(row["institution"]),
            [.. Items(row["services"]).Select(ServiceCode.From)],
            Items(row["languages"]),
            row["licence"].Length == 0 ? null : row["licence"],
            int.Parse(row["years"], CultureInfo.InvariantCulture)));

    /// <summary>The shifts of a table.</summary>
    public static IReadOnlyList<RotaShift> ReadRota(string text, List<NetworkFault> faults) =>
        Rows("rota", text, RotaColumns, faults, row => new RotaShift(
            new(row["person"]),
            new(row["service"]),
            DateTimeOffset.Parse(row["from"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
            DateTimeOffset.Parse(row["until"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)));

    /// <summary>The rooms and devices of a table.</summary>
    public static IReadOnlyList<Resource> ReadResources(string text, List<NetworkFault> faults) =>
        Rows("resources", text, ResourceColumns, faults, row => new Resource(
            new(row["id"]),
            new(row["institution"]),
            Enum.Parse<ResourceKind>(row["kind"], ignoreCase: true),
            new(row["name_zh"], row["name_en"])));

    /// <summary>The holidays and worked weekends of a table.</summary>
    public static IReadOnlyList<CalendarDays> ReadCalendar(string text, List<NetworkFault> faults) =>
        Rows("calendar", text, CalendarColumns, faults, row => new CalendarDays(
            row["kind"] switch
            {
                "holiday" => CalendarKind.Holiday,
                "working" => CalendarKind.Working,
                _ => throw new FormatException("A day is a holiday or working."),
            },
            ReadDay(row["from"]),
            ReadDay(row["until"]),
            new(row["name_zh"], row["name_en"])));

    private static List<T> Rows<T>(
        string part,
        string text,
        string[] columns,
        List<NetworkFault> faults,
        Func<IReadOnlyDictionary<string, string>, T> read)
    {
        IReadOnlyList<IReadOnlyList<string>> records;
        try
        {
            records = Csv.Read(text);
        }
        catch (FormatException)
        {
            faults.Add(new(part, "1", "quote", "open"));
            return [];
        }

        var header = records.Count == 0 ? [] : records[0].Select(name => name.Trim()).ToList();
        foreach (var missing in columns.Except(header))
        {
            faults.Add(new(part, "1", missing, "missing"));
        }

        if (columns.Except(header).Any())
        {
            return [];
        }

        var all = new List<T>();
        for (var line = 1; line < records.Count; line++)
        {
            var row = header.Zip(records[line].Select(field => field.Trim()))
                .ToDictionary(pair => pair.First, pair => pair.Second, StringComparer.Ordinal);
            try
            {
                all.Add(read(row));
            }
            catch (Exception fault) when (fault is ArgumentException or FormatException or OverflowException or KeyNotFoundException)
            {
                faults.Add(new(part, (line + 1).ToString(CultureInfo.InvariantCulture), "line", "unreadable"));
            }
        }

        return all;
    }

    private static string[] Items(string field) =>
        field.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string List<T>(IEnumerable<T> ids) => string.Join(';', ids);

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly ReadDay(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Camel<T>(T value)
        where T : struct, Enum
    {
        var name = value.ToString();
        return char.ToLowerInvariant(name[0]) + name[1..];
    }
}
