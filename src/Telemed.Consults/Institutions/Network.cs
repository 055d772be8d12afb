using System.Collections.Frozen;

namespace Telemed.Consults.Institutions;

/// <summary>
/// The whole network as one immutable picture; swapped whole when it changes. Readable from any thread.
/// </summary>
public sealed class Network
{
    private readonly FrozenDictionary<PersonId, StaffMember> _people;
    private readonly FrozenDictionary<InstitutionId, Institution> _institutions;
    private readonly FrozenDictionary<ServiceCode, Service> _services;
    private readonly ILookup<PersonId, RotaShift> _rota;
    private readonly ImmutableArray<StaffMember> _sorted;
    private readonly ILookup<InstitutionId, StaffMember> _peopleOf;
    private readonly FrozenDictionary<ResourceId, Resource> _resources;

    /// <summary>A network of these parts.</summary>
    public Network(
        IEnumerable<Institution> institutions,
        IEnumerable<Service> services,
        IEnumerable<StaffMember> people,
        IEnumerable<RotaShift> rota,
        RotaRules? rules = null,
        IEnumerable<Resource>? resources = null,
        WorkCalendar? calendar = null)
    {
        Rules = rules ?? RotaRules.None;
        Calendar = calendar ?? WorkCalendar.Plain;
        _institutions = institutions.ToFrozenDictionary(one => one.Id);
        _services = services.ToFrozenDictionary(one => one.Code);
        _people = people.ToFrozenDictionary(one => one.Id);
        _resources = (resources ?? []).ToFrozenDictionary(one => one.Id);
        _sorted = [.. _people.Values.OrderBy(one => one.Id.Value, StringComparer.Ordinal)];
        _peopleOf = _sorted.ToLookup(one => one.Institution);
        Institutions =
            [.. _institutions.Values.OrderBy(one => one.Level).ThenBy(one => one.Id.Value, StringComparer.Ordinal)];
        Rota = [.. rota];
        _rota = Rota.ToLookup(shift => shift.Person);
    }

    /// <summary>Every institution, from the top of the tree down, then by identifier.</summary>
    public IReadOnlyList<Institution> Institutions { get; }

    /// <summary>Every service, by code.</summary>
    public IEnumerable<Service> Services => _services.Values.OrderBy(one => one.Code.Value, StringComparer.Ordinal);

    /// <summary>Every person, by identifier.</summary>
    public IEnumerable<StaffMember> People => _sorted;

    /// <summary>The people of an institution, by identifier.</summary>
    public IEnumerable<StaffMember> PeopleOf(InstitutionId institution) => _peopleOf[institution];

    /// <summary>Every room and device, by identifier.</summary>
    public IEnumerable<Resource> Resources => _resources.Values.OrderBy(one => one.Id.Value, StringComparer.Ordinal);

    /// <summary>The languages that somebody interprets, by their BCP 47 tags.</summary>
    public IEnumerable<string> InterpretedLanguages =>
        _sorted.Where(one => one.Is(Role.Interpreter)).SelectMany(one => one.Languages).Distinct(StringComparer.OrdinalIgnoreCase)
            .Order(StringComparer.Ordinal);

    /// <summary>Weekly blocks, days off and substitutions.</summary>
    public RotaRules Rules { get; }

    /// <summary>Holidays and worked weekends.</summary>
    public WorkCalendar Calendar { get; }

    /// <summary>Every single shift of the rota.</summary>
    public IReadOnlyList<RotaShift> Rota { get; }

    /// <summary>The person, or <c>null</c>.</summary>
    public StaffMember? FindPerson(PersonId id) => _people.GetValueOrDefault(id);

    /// <summary>The institution, or <c>null</c>.</summary>
    public Institution? FindInstitution(InstitutionId id) => _institutions.GetValueOrDefault(id);

    /// <summary>The service, or <c>null</c>.</summary>
    public Service? FindService(ServiceCode code) => _services.GetValueOrDefault(code);

    /// <summary>The room or device, or <c>null</c>.</summary>
    public Resource? FindResource(ResourceId id) => _resources.GetValueOrDefault(id);

    /// <summary>
    /// Whether the rota has a person on call at an instant: for this service, or for any when <c>null</c>.
    /// </summary>
    public bool IsOnCall(
        PersonId person, ServiceCode? service, DateTimeOffset now, InstitutionId? asking = null) =>
        Rules.IsOnCall(_rota, person, service, asking, now);

    /// <summary>
    /// Whether a half hour of a person can be booked: the rota has them on call, and not by the week alone on a holiday.
    /// </summary>
    public bool HasPlace(PersonId person, ServiceCode service, DateTimeOffset at, InstitutionId asking) =>
        Rules.IsOnCall(_rota, person, service, asking, at, byShiftOnly: Calendar.IsHoliday(at));

    /// <summary>Whether one institution may ask another.</summary>
    public bool MayAsk(InstitutionId asking, InstitutionId asked) =>
        FindInstitution(asking)?.MayAsk.Contains(asked) ?? false;

    /// <summary>The specialists whom an institution may ask and who have what A2 wants of them, by identifier.</summary>
    public IEnumerable<StaffMember> SpecialistsFor(InstitutionId asking) =>
        (FindInstitution(asking)?.MayAsk ?? []).Distinct().SelectMany(PeopleOf).Where(StaffRules.MayConsult)
            .OrderBy(person => person.Id.Value, StringComparer.Ordinal);

    /// <summary>
    /// The nearest consult centre's number for an institution: its parents' first, then whom it may ask.
    /// </summary>
    public string? PhoneFor(InstitutionId asking) => Helpers(asking).FirstOrDefault()?.Phone;

    /// <summary>
    /// Every house that an institution can phone for help in a service: those that have the service first, then the nearest.
    /// </summary>
    public IEnumerable<Institution> PhonesFor(InstitutionId asking, ServiceCode service) => Helpers(asking)
        .OrderByDescending(one => one.Services.Contains(service)).ThenByDescending(one => one.Level);

    /// <summary>The houses above an institution, the nearest first, then those whom it may ask: each that has a number.</summary>
    private IEnumerable<Institution> Helpers(InstitutionId asking)
    {
        var above = new List<InstitutionId>();
        for (var next = FindInstitution(asking)?.Parent; next is { } id && !above.Contains(id); next = FindInstitution(id)?.Parent)
        {
            above.Add(id);
        }

        return above.Concat(FindInstitution(asking)?.MayAsk ?? []).Where(id => id != asking).Distinct()
            .Select(FindInstitution).OfType<Institution>().Where(one => one.Phone is not null);
    }
}
