using System.Text.Json.Nodes;
using Telemed.Consults.Fhir;
using Telemed.Consults.Ids;
using Telemed.Consults.Institutions;

namespace Telemed.Consults.Tests.Institutions;

/// <summary>The network out as tables and as FHIR, and in again; what is wrong is said and nothing is taken.</summary>
public sealed class NetworkExchange
{
    private static readonly Network Demo = DemoNetwork.Build(Cases.T0);
    private static readonly PersonId Administrator = new("p-guo-bin");

    private static readonly RotaRules Rules = new(
        [new(new("p-chen-jing"), new("cardiology"), DayOfWeek.Tuesday, new(8, 0), new(12, 30), new("clinic-east"))],
        [new(new("p-zhao-wei"), new(2026, 3, 3), new(2026, 3, 4))],
        [new(new("p-zhao-wei"), new("p-chen-jing"), new(2026, 3, 3), new(2026, 3, 4))]);

    [Fact]
    public void Tables_written_and_read_again_are_the_same_network()
    {
        var faults = new List<NetworkFault>();
        var import = new NetworkImport(
            NetworkCsv.ReadInstitutions(NetworkCsv.Write(Demo.Institutions), faults),
            NetworkCsv.ReadServices(NetworkCsv.Write(Demo.Services), faults),
            NetworkCsv.ReadPeople(NetworkCsv.Write(Demo.People), faults),
            NetworkCsv.ReadRota(NetworkCsv.Write(Demo.Rota), faults),
            NetworkCsv.ReadRules(NetworkCsv.Write(Rules), faults),
            NetworkCsv.ReadResources(NetworkCsv.Write(Demo.Resources), faults));
        var (network, found) = import.Over(Demo, Administrator);

        Assert.Empty(faults.Concat(found));
        Same(Demo, network!);
        Assert.Equal(Demo.Rota, network!.Rota);
        Assert.NotEmpty(network.Resources);
        Assert.Equal(Demo.Resources, network.Resources);
        Assert.Equal(NetworkCsv.Write(Rules), NetworkCsv.Write(network.Rules));
    }

    [Fact]
    public void A_FHIR_bundle_written_and_read_again_holds_the_same_institutions_and_people()
    {
        var faults = new List<NetworkFault>();
        var bundle = (JsonObject)JsonNode.Parse(FhirNetwork.Write(Demo).ToJsonString())!;
        var (institutions, people, resources) = FhirNetwork.Read(bundle, faults);
        Assert.Equal(NetworkCsv.Write(Demo.Resources), NetworkCsv.Write(resources!));
        var (network, found) = new NetworkImport(institutions, null, people, null).Over(Demo, Administrator);

        Assert.Empty(faults.Concat(found));
        Same(Demo, network!);
    }

    [Theory]
    [InlineData("a,\"b \"\"c\"\", d\"\r\n\r\ne,f\n", "a|b \"c\", d", "e|f")]
    [InlineData("\uFEFFx,y", "x|y")]
    [InlineData("one,\"two\nlines\"", "one|two\nlines")]
    public void Quotes_commas_and_line_ends_are_read_as_the_RFC_has_them(string text, params string[] records) =>
        Assert.Equal(records, Csv.Read(text).Select(record => string.Join('|', record)));

    [Fact]
    public void What_is_written_is_read_back_whatever_it_holds()
    {
        string?[] awkward = ["plain", "a,b", "say \"hi\"", "two\r\nlines", "", null];

        Assert.Equal(awkward.Select(one => one ?? ""), Assert.Single(Csv.Read(Csv.Write([awkward]))));
        Assert.Throws<FormatException>(() => Csv.Read("\"open"));
    }

    [Fact]
    public void A_room_of_no_house_or_without_a_name_is_named_and_rooms_of_a_house_that_goes_go_with_it()
    {
        Resource[] wrong =
        [
            new(new("a"), new("nowhere"), ResourceKind.Room, new("室", "Room")),
            new(new("b"), new("clinic-east"), ResourceKind.Device, new(" ", "")),
            new(new("b"), new("clinic-east"), ResourceKind.Device, new("超声", "Ultrasound")),
        ];
        var (none, faults) = new NetworkImport(null, null, null, null, null, wrong).Over(Demo, Administrator);
        Assert.Null(none);
        Assert.Equal(
            ["b id twice", "a institution unknown", "b name missing"],
            faults.Select(one => $"{one.Id} {one.Field} {one.Code}"));

        var (network, found) = new NetworkImport(
            [.. Demo.Institutions.Where(one => one.Id.Value != "clinic-west")],
            null,
            [.. Demo.People.Where(one => one.Institution.Value != "clinic-west")],
            null).Over(Demo, Administrator);
        Assert.Empty(found);
        Assert.DoesNotContain(network!.Resources, one => one.Institution.Value == "clinic-west");
        Assert.Equal(Demo.Resources.Count() - 1, network.Resources.Count());
    }

    [Fact]
    public void A_line_that_cannot_be_read_and_a_column_that_is_missing_are_named()
    {
        var faults = new List<NetworkFault>();
        NetworkCsv.ReadRota("person,service,from,until\r\np,s,yesterday,2026-03-02T00:00:00Z\r\n", faults);
        NetworkCsv.ReadServices("code,name_zh\r\n", faults);

        Assert.Equal(
            [
                new("rota", "2", "line", "unreadable"), new("services", "1", "name_en", "missing"),
                new("services", "1", "reviewed", "missing"), new NetworkFault("services", "1", "read", "missing"),
            ],
            faults);
    }

    private static void Same(Network expected, Network actual)
    {
        Assert.Equal(NetworkCsv.Write(expected.Institutions), NetworkCsv.Write(actual.Institutions));
        Assert.Equal(NetworkCsv.Write(expected.Services), NetworkCsv.Write(actual.Services));
        Assert.Equal(NetworkCsv.Write(expected.People), NetworkCsv.Write(actual.People));
    }
}
