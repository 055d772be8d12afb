using System.Text.Json.Nodes;

namespace Telemed.Consults.Fhir;

/// <summary>The appointment: the half hour of the lead's that it takes, and the rooms and devices that it has.</summary>
public sealed partial class FhirCase
{
    private void AddAppointment()
    {
        if (facts.OfType<ConsultEvent.SessionScheduled>().LastOrDefault() is not { } scheduled)
        {
            return;
        }

        List<JsonObject> things = [.. (scheduled.Resources ?? []).Select(network.FindResource).OfType<Resource>().Select(Thing)];
        AddSlot(scheduled, things);
        Add(new()
        {
            ["resourceType"] = "Appointment",
            ["id"] = File.Id.Value,
            ["status"] = state.Status switch
            {
                ConsultStatus.NoShow => "noshow",
                ConsultStatus.Cancelled => "cancelled",
                _ when Engaged?.SessionStartedAt is not null => "fulfilled",
                _ => "booked",
            },
            ["start"] = Fhir.Instant(scheduled.StartsAt),
            ["end"] = Fhir.Instant(scheduled.StartsAt + PlaceGrid.Length),
            ["slot"] = Fhir.Array([Fhir.Reference("Slot", File.Id.Value)]),
            ["basedOn"] = Fhir.Array([Fhir.Reference("ServiceRequest", File.Id.Value)]),
            ["participant"] = Fhir.Array(new[] { Patient(), Practitioner(scheduled.Lead) }.Concat(things)
                .Select(actor => new JsonObject { ["actor"] = actor.DeepClone(), ["status"] = "accepted" })),
        });
    }

    /// <summary>The place of the grid that is booked, with the schedule that FHIR wants of each: the lead's and its things'.</summary>
    private void AddSlot(ConsultEvent.SessionScheduled scheduled, IEnumerable<JsonObject> things)
    {
        var place = PlaceGrid.PlaceOf(scheduled.StartsAt);
        var service = Fhir.Array([Fhir.Concept(
            "service", File.Request.Service.Value, network.FindService(File.Request.Service)?.Name.Zh)]);
        Add(new()
        {
            ["resourceType"] = "Schedule",
            ["id"] = File.Id.Value,
            ["serviceType"] = service,
            ["actor"] = Fhir.Array(things.Select(one => (JsonObject)one.DeepClone()).Prepend(Practitioner(scheduled.Lead))),
            ["planningHorizon"] = Fhir.Period(place, place + PlaceGrid.Length),
        });
        Add(new()
        {
            ["resourceType"] = "Slot",
            ["id"] = File.Id.Value,
            ["serviceType"] = service.DeepClone(),
            ["schedule"] = Fhir.Reference("Schedule", File.Id.Value),
            ["status"] = state.Status == ConsultStatus.Cancelled ? "free" : "busy",
            ["start"] = Fhir.Instant(place),
            ["end"] = Fhir.Instant(place + PlaceGrid.Length),
        });
    }

    /// <summary>A reference to a room or a device, which is put into the Bundle with its house.</summary>
    private JsonObject Thing(Resource one)
    {
        var resource = FhirNetwork.Of(one);
        if (_known.Add(Fhir.Key(resource)))
        {
            Add(resource);
            House(one.Institution);
        }

        return new() { ["reference"] = Fhir.Key(resource) };
    }
}
