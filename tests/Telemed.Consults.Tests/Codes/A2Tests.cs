using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;

namespace Telemed.Consults.Tests.Codes;

/// <summary>A2: staff are real-name with licence, title and years; who has too few is not asked and not sent.</summary>
public sealed class A2Tests
{
    private static readonly Network Demo = DemoNetwork.Build(Cases.T0);
    private static readonly PersonId Administrator = new("p-guo-bin");

    [Fact]
    public void Staff_without_licence_or_years_and_a_tree_with_a_fault_are_named_and_nothing_is_taken()
    {
        var clinic = Demo.FindInstitution(new("clinic-east"))!;
        var import = new NetworkImport(
            [.. Demo.Institutions.Select(one => one.Id == clinic.Id ? one with { Parent = new("clinic-west") } : one)],
            null,
            [.. Demo.People.Select(one => one.User switch
            {
                "zhao.wei" => one with { YearsIndependent = StaffRules.SpecialistYears - 1 },
                "liu.min" => one with { Licence = null },
                "ma.hong" => one with { User = "LIU.MIN " },
                "guo.bin" => one with { Roles = [Role.Operator] },
                _ => one,
            })],
            null);
        var (network, faults) = import.Over(Demo, Administrator);

        Assert.Null(network);
        Assert.Equal(
            [
                new("institutions", "clinic-east", "parent", "level"),
                new("people", "liu.min", "user", "twice"),
                new("people", "p-guo-bin", "roles", "locksYouOut"),
                new("people", "p-liu-min", "licence", "missing"),
                new NetworkFault("people", "p-zhao-wei", "years", "tooFew"),
            ],
            faults.OrderBy(one => one.Part, StringComparer.Ordinal).ThenBy(one => one.Id, StringComparer.Ordinal));
    }

    [Fact]
    public void Only_specialists_with_licence_title_and_years_are_asked()
    {
        var zhao = Demo.People.Single(one => one.User == "zhao.wei");

        Assert.True(StaffRules.MayConsult(zhao));
        Assert.False(StaffRules.MayConsult(zhao with { YearsIndependent = 2 }));
        Assert.False(StaffRules.MayConsult(zhao with { Licence = " " }));
        Assert.False(StaffRules.MayConsult(zhao with { Title = new("", "") }));
        var nurse = Demo.People.Single(one => one.User == "ma.hong");
        Assert.True(StaffRules.MayVisit(nurse));
        Assert.False(StaffRules.MayVisit(nurse with { YearsIndependent = 4 }));
    }
}
